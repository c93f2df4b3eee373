// One direction, no circles, no reaching past a room's face: docs/style.md, "Where things stand". Run by npm run check.

/** What the rest of the program may import of each room; all else in it is private. '*' is the whole room. */
const FACES = {
  accounts:
    'address alerts choosing enter events heldForm invitations ownPath passwordRoutes passwordRules passwords policy proof routes seal security sessionCookie sessions steps tasks throttle tokens views ways',
  attachments: 'headers queries routes send store types',
  bulk: 'routes',
  cases: '*',
  companies: 'admission applications queries registration routes',
  configuration: 'routes tasks versions',
  entrance: 'look queries routes views',
  facilities: 'dialog fetch merge routes tasks',
  inbox: 'parts routes',
  lists: 'export exportTask heads routes savedViews sheet',
  mail: 'accountMail addresses choices deliver digest failures outbox routes templates transport',
  manual: 'routes',
  notes: 'queries routes',
  oidc: 'proposals prove queries routes settings',
  operator: 'addOperator events routes',
  owners: 'firstConfiguration routes',
  passkeys: 'answer profile queries signIn',
  profile: 'devices email queries routes',
  search: 'routes',
  statistics: 'routes',
  subflows: 'caseOrders lines orderMail orders routes views',
  support: 'gate operator queries readable tenant',
  teams: 'queries routes',
  templates: 'queries routes',
  twostep: 'queries routes signIn totp',
  users: 'csv gate routes username',
}

const beneath = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: `^src/${from}(/|\\.ts$)` },
  to: { path: '^src/', pathNot: `^src/(${allowed})(/|\\.ts$)` },
})

export default {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'Types included. Move what both need into a file that both import.',
      from: {},
      to: { circular: true },
    },
    beneath('config-is-the-ground', 'config', 'config', 'The environment depends on nothing.'),
    beneath('language-and-log', '(language|log)', 'config|language|log', 'Words and log lines know no rule.'),
    beneath('rules-know-no-http-nor-sql', 'domain', 'domain|language', 'Rules are pure: no HTTP, no SQL.'),
    beneath('db-knows-no-feature', 'db', 'config|db|domain', 'The database layer knows no feature and no page.'),
    beneath('web-knows-no-feature', 'web', 'config|log|language|domain|db|web', 'HTTP plumbing knows no feature.'),
    {
      name: 'rules-use-no-io',
      severity: 'error',
      comment: 'Rules are pure.',
      from: { path: '^src/domain' },
      to: { path: 'node_modules/(express|knex|pg|multer|nodemailer|ejs)/' },
    },
    {
      name: 'only-the-top-knows-all',
      severity: 'error',
      comment: 'app.ts, server.ts and the worker are the maps; a feature never imports them.',
      from: { path: '^src/', pathNot: '^src/(app|server|worker|cli)' },
      to: { path: '^src/(app|server|worker|cli)' },
    },
    ...Object.entries(FACES)
      .filter(([, files]) => files !== '*')
      .map(([room, files]) => ({
        name: `face-of-${room}`,
        severity: 'error',
        comment: `Of ${room} only ${files.split(' ').join(', ')} are for others.`,
        from: { path: '^src/', pathNot: `^src/${room}/` },
        to: { path: `^src/${room}/`, pathNot: `^src/${room}/(${files.replaceAll(' ', '|')})\\.ts$` },
      })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
}
