// One direction, no circles, no reaching past a room's face: docs/style.md, "Where things stand". Run by npm run check.

/** What the rest of the program may import of each room; all else in it is private. A name more is a decision. */
const FACES = {
  alerts: 'kinds tell words',
  api: 'keys/routes page routes',
  attachments: 'attach headers look pictureTasks queries routes send store types',
  bulk: 'routes',
  cases:
    'caseLines form/check form/editingSession form/newCase form/progress form/review form/views page/caseQuery page/consentPrefill page/neighbours page/pointing page/standardTexts page/timeline routes statusTag symbols/conditions symbols/legend symbols/symbols symbols/table workflow/create workflow/denormalised workflow/effects workflow/endHolds workflow/forms workflow/fourEyes workflow/moveRequest workflow/perform workflow/points workflow/proposalsInLists workflow/queries workflow/readMove workflow/rejections workflow/sentCompletions workflow/undo workflow/unsent views',
  companies: 'admission queries registration routes',
  configuration: 'routes tasks tryCases versions',
  facilities: 'dialog fetch merge readInBackground routes tasks',
  help: 'routes topics',
  inbox: 'queries routes',
  live: 'hub routes',
  lists: 'address closedValues columnHeads export exportColumns exportTask page routes savedViews',
  'long-work': 'routes run work',
  mail: 'accountMail addresses choices deliver digest failures outbox pace routes templates transport',
  'manual-registration': 'routes',
  notes: 'queries routes write',
  operator: 'addOperator events routes',
  owners: 'firstConfiguration routes',
  privacy: 'drafts hold night opened routes',
  profile: 'devices email queries routes startPages',
  queues: 'flows worklists',
  scan: 'scanner tasks',
  search: 'routes',
  'sign-in':
    'accounts/address accounts/alerts accounts/choosePassword accounts/encryption accounts/events accounts/heldForm accounts/invitations accounts/keptForms accounts/names accounts/ownPath accounts/passwordRules accounts/passwords accounts/policy accounts/recentProof accounts/routes accounts/security accounts/sessionCookie accounts/sessions accounts/spentLink accounts/tasks accounts/tokens accounts/views accounts/waysToProve entrance/look entrance/queries oidc/proposals passkeys/answer routes two-step/queries',
  statistics: 'routes',
  sheets: 'read',
  support: 'gate operator queries tenant',
  teams: 'queries routes',
  templates: 'queries routes',
  users: 'createPeople csv routes username',
  'work-orders': 'caseOrders forms lines lists orderMail orders ownOrders views',
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
    beneath(
      'language-and-log',
      '(language|log|text|trace|metrics)',
      'config|language|log|text|trace',
      'Words and log lines know no rule.',
    ),
    beneath('rules-know-no-http-nor-sql', 'domain', 'domain|language|text', 'Rules are pure: no HTTP, no SQL.'),
    beneath(
      'db-knows-no-feature',
      'db',
      'config|db|domain|text|trace',
      'The database layer knows no feature and no page.',
    ),
    beneath(
      'web-knows-no-feature',
      'web',
      'config|log|language|metrics|text|trace|domain|db|web',
      'HTTP plumbing knows no feature.',
    ),
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
    ...Object.entries(FACES).map(([room, files]) => ({
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
