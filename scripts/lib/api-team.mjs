// The team of the API check's demo.
import { generate } from 'otplib';
import { callerOf, OWNER, signedIn, tokenOf } from './api-caller.mjs';

/**
 * A team in which each door that ends a session has somebody to end it for. The keeper has a second factor and is in
 * nobody's list, so that no change of the team shuts it out.
 */
export async function teamSide(url, owner, askedSales) {
  const invite = async (name, role = 'owner') =>
    await owner('POST', '/v1/admin/team', { email: `${name}@check.example`, role });
  const member = async (name, role) => {
    const { token, email } = await invite(name, role);
    const password = OWNER.password;
    await callerOf(url, { origin: url })('POST', '/v1/admin/invitations/accept', { token, name, password });
    return { email, password };
  };
  const session = async (name, role) => await signedIn(url, await member(name, role));
  const enrolled = async (headers) => {
    const call = callerOf(url, headers);
    const { secret } = await call('POST', '/v1/admin/account/totp');
    return await call('POST', '/v1/admin/account/totp/confirm', { code: await generate({ secret }) });
  };
  const self = await member('keeper');
  const [keeper] = [await signedIn(url, self), await signedIn(url, self)];
  const asKeeper = callerOf(url, keeper);
  const { sessions } = await asKeeper('GET', '/v1/admin/sessions');
  await enrolled(keeper);
  const [ender, leaver, changer] = [await session('ender'), await session('leaver'), await session('changer')];
  const [prover, enroller] = [await session('prover'), await session('enroller', 'viewer')];
  const quitter = await session('quitter');
  const recoveryCodes = [...(await enrolled(prover)).recoveryCodes, ...(await enrolled(quitter)).recoveryCodes];
  const visitor = await member('visitor', 'viewer');
  for (const name of ['victim-1', 'victim-2', 'victim-3']) await member(name, 'viewer');
  const { members } = await owner('GET', '/v1/admin/team');
  const victims = members.filter(({ email }) => email.startsWith('victim')).map(({ id }) => id);
  const resets = [];
  for (const id of victims) resets.push(tokenOf((await owner('POST', `/v1/admin/team/${id}/password-reset`)).link));
  const invitations = [(await invite('guest-1')).token, (await invite('guest-2')).token];
  const { id: withdrawn } = await invite('guest-3');
  const approvals = await proposals(owner, asKeeper, askedSales);
  return {
    ...{ keeper, ender, leaver, changer, prover, quitter, enroller, visitor, password: OWNER.password },
    ...{ otherSession: sessions.find(({ current }) => !current).id, recoveryCodes },
    ...{ victims, resets, invitations, withdrawn, approvals },
  };
}

/** Three ends of sales that wait for a second person: to approve, to refuse and to withdraw. Asks for no more of them. */
async function proposals(owner, keeper, [first, second, third]) {
  const ask = async (by, method, path, body) => {
    const { approvalId } = await by(method, path, body, { refused: true });
    return await owner('GET', `/v1/admin/approvals/${approvalId}`);
  };
  const settings = (kinds) => ['PUT', '/v1/admin/approvals/settings', { kinds, refundFreeMinor: null }];
  await owner(...settings(['close_sale']));
  const close = async (by, id) => await ask(by, 'POST', `/v1/admin/sales/${id}/close`);
  const asked = [await close(owner, first), await close(owner, second), await close(keeper, third)];
  const { id, hash } = await ask(owner, ...settings([]));
  await keeper('POST', `/v1/admin/approvals/${id}/approve`, { hash });
  return asked;
}
