// Which doors the API check opens as whom, and with which ids, as Schemathesis reads it.

/** Share of calls with an id that exists; the rest have one that does not. */
const KNOWN = 0.8;

const text = (value) => JSON.stringify(value);
const table = (entries) =>
  `{ ${Object.entries(entries)
    .map(([key, value]) => `${text(key)} = ${text(value)}`)
    .join(', ')} }`;

/** Ids and values by the parameter that takes them, in the doors whose name matches. Earlier rules win. */
function idsOf({ sale, partner, fan, staff }) {
  const message = partner.messages.map(({ messageId }) => messageId);
  const ticket = fan.order.tickets[0]?.id;
  return [
    ['^DELETE /v1/holds/', { id: [fan.left.id] }],
    [' /v1/holds/', { id: [fan.hold.id] }],
    ['^DELETE /v1/orders/', { id: [fan.pending.id] }],
    [' /v1/orders/', { id: [fan.order.id], ticketId: [ticket] }],
    ['^DELETE /v1/partner/holds/', { id: [partner.spareHold.id] }],
    [' /v1/partner/holds/', { id: [partner.hold.id] }],
    [' /v1/partner/orders/', { id: [partner.order.id] }],
    [' /v1/partner/sales/', { id: [sale.id] }],
    [' /v1/partner/webhook-endpoints/', { id: [partner.endpoint.id], messageId: message }],
    [' /v1/admin/webhook-endpoints/', { id: [partner.house.id, partner.endpoint.id], messageId: message }],
    [' /v1/admin/sales/', { id: [sale.id, sale.draft, sale.other], batchId: [staff.codes.batchId] }],
    [' /v1/admin/orders/', { id: [fan.order.id, fan.pending.id, partner.order.id] }],
    [
      ' /v1/admin/partners/',
      { id: [partner.id], memberId: [partner.member.id], endpointId: [partner.endpoint.id], messageId: message },
    ],
    [' /v1/admin/api-keys/', { id: [partner.spareKey.id] }],
    [' /v1/admin/promo-codes/', { id: [staff.promo.id] }],
    [' /v1/admin/seat-maps/', { id: [staff.seatMap.id] }],
    [' /v1/admin/team/invitations/', { id: staff.invitations.map(({ id }) => id) }],
    [' /v1/admin/team/', { id: staff.members.map(({ id }) => id) }],
  ];
}

/** Values of fields and parameters with one meaning everywhere. */
const valuesOf = ({ sale, partner, fan }) => ({
  'path.slug': [sale.slug],
  'query.sale': [sale.slug, sale.id],
  'query.saleId': [sale.id],
  'body.saleId': [sale.id, sale.other],
  'body.sale': [sale.slug],
  'body.holdId': [fan.hold.id, partner.hold.id],
  'body.partnerId': [partner.id],
  'body.items[*].ticketTypeId': [sale.standing, sale.seated],
  'body.barcode': fan.order.tickets.map(({ barcode }) => barcode),
});

/** Credentials by door. Doors that end a place, a pass or a hold have one of their own. */
function credentialsOf({ adminKey, session, partner, fan }) {
  const by = (kind, token) => ({ Authorization: `${kind} ${token}` });
  return [
    ['^DELETE /v1/place$', by('Place', fan.leaver.placeToken)],
    [' /v1/place', by('Place', fan.fan.placeToken)],
    ['^(DELETE /v1/passes/current|POST /v1/passes/redeem|DELETE /v1/holds/)', by('Bearer', fan.leaver.pass)],
    [' /v1/(passes|holds|orders$|sales/)', by('Bearer', fan.fan.pass)],
    ['^DELETE /v1/orders/', by('Order', fan.pending.accessToken)],
    [' /v1/orders/', by('Order', fan.order.accessToken)],
    [' /v1/partner/(?!sessions)', by('Bearer', partner.key.key)],
    [` /v1/admin/${PEOPLE}`, session],
    [' /v1/admin/', by('Bearer', adminKey)],
  ];
}

/** Doors of the panel that are closed to keys. */
const PEOPLE = '(team|account|approvals|sessions|api-keys|partners/.+/members)';
/** Doors after which the session of the check, or the second factor of its owner, is another: last. */
const ENDS_SESSION = '^/v1/admin/(sessions|account|team|owner|password-resets|invitations)';

/** Runs of the check: each closes or changes what earlier ones need. */
export const groups = {
  fan: { include: '^/(v1/(?!admin|partner)|.well-known)' },
  partner: { include: '^/v1/partner/' },
  admin: { include: '^/v1/admin/(?!sales)', exclude: ENDS_SESSION },
  sales: { include: '^/v1/admin/sales' },
  people: { include: ENDS_SESSION },
};

/**
 * Returns the configuration of Schemathesis. It would merge the sections that match a door, so each door has exactly
 * one, with the first rule of each kind that fits.
 */
export function configOf(fixture, doors) {
  const dictionaries = [];
  const bound = (name, given) => {
    const values = given.filter(Boolean);
    if (values.length === 0) throw new Error(`the fixture has no value for ${name}`);
    dictionaries.push(`[dictionaries.d${dictionaries.length}]\nvalues = [${values.map(text).join(', ')}]\n`);
    return `{ dictionary = "d${dictionaries.length - 1}", probability = ${KNOWN} }`;
  };
  const binding = ([name, values]) => `${text(name)} = ${bound(name, values)}`;
  const everywhere = Object.entries(valuesOf(fixture)).map(binding);
  const [ids, credentials] = [idsOf(fixture), credentialsOf(fixture)];
  const matching = (rules, door) => rules.find(([pattern]) => new RegExp(pattern).test(door))?.[1] ?? {};
  const sections = doors.map((door) => {
    const own = Object.entries(matching(ids, door)).map(([name, values]) => binding([`path.${name}`, values]));
    const headers = `headers = ${table(matching(credentials, door))}`;
    return `[[operations]]\ninclude-name = ${text(door)}\n${headers}\nparameters = { ${own.join(', ')} }\n`;
  });
  return [...dictionaries, `[parameters]\n${everywhere.join('\n')}\n`, ...sections].join('\n');
}
