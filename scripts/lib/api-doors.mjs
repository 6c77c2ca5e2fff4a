// Which doors the API check opens as whom, and with which values, as Schemathesis reads it.

/** Share of calls with an id that exists; the rest have one that does not. */
const KNOWN = 0.8;

const text = (value) => JSON.stringify(value);
const table = (entries) =>
  `{ ${Object.entries(entries)
    .map(([key, value]) => `${text(key)} = ${text(value)}`)
    .join(', ')} }`;

/**
 * Values by the path parameter or body field that takes them, in the doors whose name matches. Earlier rules win. A
 * list is drawn from, beside values of Schemathesis' own, which it learns from answers as well; a single value is the
 * only one, for doors that must take nothing else away.
 */
function valuesByDoor({ sale, partner, fan, staff, people }) {
  const [message, houseMessage] = [partner.messages, partner.houseMessages].map((list) =>
    list.map((one) => one.messageId),
  );
  const ticket = fan.order.tickets[0]?.id;
  const [approved, refused, withdrawn] = people.approvals;
  return [
    ['^POST /v1/handoffs/', { code: [fan.handoff.code] }],
    ['^POST /v1/partner/sessions$', { 'body.token': partner.links }],
    ['^DELETE /v1/partner/webhook-endpoints/{id}$', { id: partner.spareEndpoint.id }],
    ['^DELETE /v1/admin/webhook-endpoints/{id}$', { id: partner.spareHouse.id }],
    ['^DELETE /v1/admin/partners/{id}$', { id: partner.spare }],
    ['^DELETE /v1/admin/partners/{id}/members/', { id: partner.id, memberId: partner.spareMember.id }],
    ['^DELETE /v1/admin/sales/{id}$', { id: sale.spare }],
    ['^DELETE /v1/holds/', { id: [fan.left.id] }],
    [' /v1/holds/', { id: [fan.hold.id] }],
    ['^DELETE /v1/orders/', { id: [fan.pending.id] }],
    ['^POST /v1/orders/.+/transfer', { id: fan.given.id, ticketId: fan.given.tickets[0].id }],
    [' /v1/orders/', { id: [fan.order.id], ticketId: [ticket] }],
    ['^DELETE /v1/partner/holds/', { id: [partner.spareHold.id] }],
    [' /v1/partner/holds/', { id: [partner.hold.id] }],
    ['^POST /v1/partner/holds$', { 'body.saleId': sale.id }],
    [' /v1/partner/orders/', { id: [partner.order.id] }],
    [' /v1/partner/sales/', { id: [sale.id] }],
    [' /v1/partner/webhook-endpoints/', { id: [partner.endpoint.id], messageId: message }],
    [' /v1/admin/webhook-endpoints/', { id: [partner.house.id], messageId: houseMessage }],
    [' /v1/admin/sales/', { id: [sale.id, sale.draft, sale.other], batchId: [staff.codes.batchId] }],
    [' /v1/admin/orders/', { id: [fan.order.id, fan.pending.id, partner.order.id] }],
    [
      ' /v1/admin/partners/',
      { id: [partner.id], memberId: [partner.member.id], endpointId: [partner.endpoint.id], messageId: message },
    ],
    [' /v1/admin/api-keys/', { id: partner.spareKey.id }],
    [' /v1/admin/promo-codes/', { id: [staff.promo.id] }],
    [' /v1/admin/seat-maps/', { id: [staff.seatMap.id] }],
    [' /v1/admin/pass-keys/', { kid: staff.passKeys }],
    [' /v1/admin/attention/', { id: staff.attention }],
    ['^POST /v1/admin/approvals/{id}/approve', { id: [approved.id], 'body.hash': [approved.hash] }],
    ['^POST /v1/admin/approvals/{id}/refuse', { id: [refused.id] }],
    [' /v1/admin/approvals/', { id: [withdrawn.id] }],
    ['^POST /v1/admin/sessions$', { 'body.email': [people.visitor.email], 'body.password': people.password }],
    [' /v1/admin/sessions/{id}', { id: people.otherSession }],
    ['^PUT /v1/admin/account/password', { 'body.current': [people.password] }],
    [PROVED, { 'body.password': people.password, 'body.code': people.recoveryCodes }],
    ['^POST /v1/admin/password-resets/confirm', { 'body.token': people.resets }],
    ['^POST /v1/admin/invitations/accept', { 'body.token': people.invitations }],
    [' /v1/admin/team/invitations/', { id: people.withdrawn }],
    ['^PATCH /v1/admin/team/', { id: people.victims[0] }],
    ['^DELETE /v1/admin/team/{id}$', { id: people.victims[1] }],
    [' /v1/admin/team/', { id: people.victims[2] }],
  ];
}

/** Values of fields and parameters with one meaning everywhere. */
const valuesOf = ({ sale, partner, fan, receiver }) => ({
  'path.slug': [sale.slug],
  'query.sale': [sale.slug, sale.id],
  'query.saleId': [sale.id],
  'body.saleId': [sale.id, sale.other],
  'body.sale': [sale.slug],
  'body.holdId': [fan.hold.id, partner.hold.id],
  'body.partnerId': [partner.id],
  'body.items[*].ticketTypeId': [sale.standing, sale.seated],
  'body.barcode': fan.order.tickets.map(({ barcode }) => barcode),
  'body.url': [1, 2, 3, 4, 5].map((n) => `${receiver}/check-${n}`),
});

/** Credentials by door. Each door that ends what it is called with has credentials of its own. */
function credentialsOf({ adminKey, partner, fan, people }) {
  const by = (kind, token) => ({ Authorization: `${kind} ${token}` });
  return [
    ['^DELETE /v1/place$', by('Place', fan.quitter.placeToken)],
    ...['defer', 'group', 'handoff'].map((verb, n) => [` /v1/place/${verb}`, by('Place', fan.idle[n].placeToken)]),
    [' /v1/place', by('Place', fan.fan.placeToken)],
    ['^DELETE /v1/passes/current', by('Bearer', fan.leaver.pass)],
    ['^POST /v1/passes/redeem', by('Bearer', fan.redeemer.pass)],
    ['^DELETE /v1/holds/', by('Bearer', fan.releaser.pass)],
    [' /v1/(passes|holds|orders$|sales/)', by('Bearer', fan.fan.pass)],
    ['^DELETE /v1/orders/', by('Order', fan.pending.accessToken)],
    ['^POST /v1/orders/.+/transfer', by('Order', fan.given.accessToken)],
    [' /v1/orders/', by('Order', fan.order.accessToken)],
    [' /v1/partner/(?!sessions(/links)?$)', by('Bearer', partner.key.key)],
    ['^DELETE /v1/admin/sessions$', people.ender],
    ['^DELETE /v1/admin/sessions/current', people.leaver],
    ['^PUT /v1/admin/account/password', people.changer],
    ['^DELETE /v1/admin/account/totp', people.quitter],
    [PROVED, people.prover],
    ['^POST /v1/admin/account/totp', people.enroller],
    [` /v1/admin/${PEOPLE}`, people.keeper],
    [' /v1/admin/', by('Bearer', adminKey)],
  ];
}

/** Doors that ask for password and second factor once more. */
const PROVED = '^(DELETE /v1/admin/account/totp|POST /v1/admin/account/recovery-codes)$';
/** Doors of the panel that are closed to keys. */
const PEOPLE = '(team|account|approvals|sessions|api-keys|pass-keys|partners/.+/members)';
/** Runs by session alone: Schemathesis keeps the header of a key for calls that have none. Last, as it ends sessions. */
const BY_SESSION = `^/v1/admin/(${PEOPLE.slice(1, -1)}|owner|password-resets|invitations)`;

/** Runs of the check: each closes or changes what earlier ones need. */
export const groups = {
  fan: { include: '^/(v1/(?!admin|partner)|.well-known)' },
  partner: { include: '^/v1/partner/' },
  admin: { include: '^/v1/admin/(?!sales)', exclude: BY_SESSION },
  sales: { include: '^/v1/admin/sales' },
  people: { include: BY_SESSION },
};

/**
 * Returns the configuration of Schemathesis. It would merge the sections that match a door, so each door has exactly
 * one, with the first rule of each kind that fits.
 */
export function configOf(fixture, doors) {
  const dictionaries = [];
  const bound = (name, given) => {
    if (typeof given === 'string') return text(given);
    const values = given.filter(Boolean);
    if (values.length === 0) throw new Error(`the fixture has no value for ${name}`);
    dictionaries.push(`[dictionaries.d${dictionaries.length}]\nvalues = [${values.map(text).join(', ')}]\n`);
    return `{ dictionary = "d${dictionaries.length - 1}", probability = ${KNOWN} }`;
  };
  const binding = ([name, values]) => `${text(name)} = ${bound(name, values)}`;
  const everywhere = Object.entries(valuesOf(fixture)).map(binding);
  const [own, credentials] = [valuesByDoor(fixture), credentialsOf(fixture)];
  const matching = (rules, door) => rules.find(([pattern]) => new RegExp(pattern).test(door))?.[1] ?? {};
  const sections = doors.map((door) => {
    const values = Object.entries(matching(own, door)).map(([name, given]) =>
      binding([name.includes('.') ? name : `path.${name}`, given]),
    );
    const headers = `headers = ${table(matching(credentials, door))}`;
    return `[[operations]]\ninclude-name = ${text(door)}\n${headers}\nparameters = { ${values.join(', ')} }\n`;
  });
  return [...dictionaries, `[parameters]\n${everywhere.join('\n')}\n`, ...sections].join('\n');
}
