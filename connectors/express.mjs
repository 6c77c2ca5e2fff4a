// For Express, Connect, Polka, and Fastify with @fastify/middie: app.use('/checkout', passRequired(createPassGate({ … }))).
import { passOf, statusOf } from './pass-gate.mjs';

/** Lets a request on only with a pass that is good now; `request.pass` has its claims. */
export function passRequired(gate) {
  return (request, response, next) => {
    const { authorization, cookie } = request.headers;
    gate.check(passOf(authorization, cookie)).then((verdict) => {
      if (verdict.ok) {
        request.pass = verdict.claims;
        return next();
      }
      response.statusCode = statusOf(verdict);
      response.setHeader('content-type', 'application/json');
      response.setHeader('cache-control', 'no-store');
      response.end(JSON.stringify({ code: verdict.code }));
    }, next);
  };
}
