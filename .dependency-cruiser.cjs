// Who may know whom. Rooms are the folders of src/; ARCHITECTURE.md draws the same table.
const may = {
  contract: [],
  words: ['contract'],
  platform: ['contract'],
  saletime: ['platform', 'contract'],
  queue: [],
  inventory: [],
  payments: [],
  tickets: [],
  sales: ['queue', 'inventory'],
  checkout: ['sales', 'queue', 'inventory', 'payments', 'tickets'],
  gateway: ['queue'],
  partners: ['sales', 'inventory', 'checkout'],
  rehearsal: ['queue', 'inventory'],
  admin: ['sales', 'queue', 'inventory', 'payments', 'checkout', 'tickets', 'partners', 'rehearsal'],
};
const rooms = Object.keys(may);
/** The rooms below all features: contract, words, platform, saletime. */
const ground = rooms.slice(0, 4);
const features = rooms.slice(4);
const any = (names) => `(${names.join('|')})`;

// what a room shows to others: the rest of it is private
const frontDoor = String.raw`\.(module|doors\.module|tasks\.module|service|events|errors|types|policy|rules|sql)\.ts$`;
const pureParts = String.raw`\.(policy|rules)\.ts$`;
// puts the rooms together, so it may know everything
const entry = String.raw`^src/(main|app\.module|documents)\.ts$`;
const spec = String.raw`\.spec\.tsx?$`;

const rule = (name, from, to) => ({ name, severity: 'error', from, to });

/** The rooms that `room` may import from, itself included. */
const known = (room) => [room, ...(features.includes(room) ? ground : []), ...may[room]];

const roomRules = rooms.map((room) =>
  rule(
    `${room}-knows-only-its-own`,
    { path: `^src/${room}/` },
    { path: '^src/', pathNot: `^src/${any(room === 'contract' ? known(room) : [...known(room), 'generated'])}/` },
  ),
);

/** A package that only some files may import; types are free where `typesToo` is false. */
const onlyIn = (name, modules, places, typesToo = true) =>
  rule(
    name,
    { path: '^(src|web)/', pathNot: [...places, entry, spec] },
    { path: modules, ...(typesToo ? {} : { dependencyTypesNot: ['type-only'] }) },
  );

module.exports = {
  forbidden: [
    rule('no-circular', { pathNot: '^src/generated/' }, { circular: true }),
    rule(
      'no-unknown-room',
      { path: '^src/' },
      { path: '^src/[^/]+/', pathNot: `^src/${any([...rooms, 'generated'])}/` },
    ),
    rule('nobody-knows-the-entry', { path: '^src/[^/]+/' }, { path: '^src/[^/]+\\.ts$' }),
    ...roomRules,
    rule(
      'only-the-front-door',
      { path: '^src/([^/]+)/' },
      { path: `^src/${any(features)}/`, pathNot: ['^src/$1/', frontDoor] },
    ),
    rule(
      'rehearsal-runs-pure-parts',
      { path: '^src/rehearsal/' },
      { path: '^src/(queue|inventory)/', pathNot: pureParts },
    ),

    onlyIn('stripe-in-payments', '(^|node_modules/)stripe/', ['^src/payments/']),
    onlyIn('socket-io-in-gateway', '(^|node_modules/)(socket\\.io|@nestjs/platform-socket\\.io)/', ['^src/gateway/']),
    onlyIn('ioredis-in-stores', '(^|node_modules/)ioredis/', ['^src/platform/redis/', '\\.store\\.ts$'], false),
    onlyIn('prisma-in-repositories', '(^src/generated/|(^|node_modules/)@prisma/)', [
      '^src/generated/',
      '^src/platform/prisma/',
      '\\.(repository|sql)\\.ts$',
    ]),

    rule(
      'web-knows-contract-and-words',
      { path: '^web/' },
      { path: '^(src|load|tools|scripts|test)/', pathNot: '^src/(contract|words)/' },
    ),
    rule(
      'load-knows-contract-and-rehearsal',
      { path: '^load/' },
      { path: '^(src|web|tools|test)/', pathNot: '^src/(contract|rehearsal)/' },
    ),
    rule(
      'tools-know-nothing-of-ours',
      { path: '^tools/([^/]+)/' },
      { path: '^(src|web|load|scripts|test|tools)/', pathNot: '^tools/$1/' },
    ),
    rule('src-knows-only-src', { path: '^src/', pathNot: spec }, { path: '^(web|load|tools|scripts|test)/' }),
    rule(
      'no-dev-dependencies-in-src',
      { path: '^src/', pathNot: spec },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'nothing-unresolved',
      { path: '^(src|web|load|tools)/', pathNot: ['^src/generated/', '^load/k6/.*\\.js$'] }, // k6 has modules of its own
      { couldNotResolve: true },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css', '.d.ts'],
    },
  },
};
