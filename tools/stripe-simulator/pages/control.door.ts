import { Params } from '../api/params.js';
import type { Faults } from '../faults/faults.js';
import { parseFaults } from '../faults/faults.rules.js';
import type { SimulatorState } from '../state.js';
import type { Webhooks } from '../webhooks/webhooks.js';
import { controlPage } from './control.page.js';
import { jsonAnswer, type PageAnswer, pageAnswer, type PageRequest, readJson, seeOther } from './exchange.js';

/** `/_simulator`: faults and state, as JSON for programs and as a page for people. */
export class ControlDoor {
  constructor(
    private readonly faults: Faults,
    private readonly webhooks: Webhooks,
    private readonly state: () => SimulatorState,
  ) {}

  answer(request: PageRequest): PageAnswer {
    if (request.method !== 'GET' && isFromElsewhere(request)) {
      return jsonAnswer(403, { error: { message: 'Only the simulator’s own page may do this from a browser.' } });
    }
    switch (`${request.method} ${request.path}`) {
      case 'GET /_simulator':
        return pageAnswer(200, controlPage(this.state()));
      case 'GET /_simulator/state':
        return jsonAnswer(200, this.state());
      case 'GET /_simulator/faults':
        return jsonAnswer(200, this.faults.settings);
      case 'PUT /_simulator/faults':
        return this.setFromJson(request.body);
      case 'POST /_simulator/faults':
        return this.setFromForm(request.body);
      case 'POST /_simulator/webhooks/redeliver': {
        const redelivered = this.webhooks.redeliver();
        return request.isForm ? seeOther('/_simulator') : jsonAnswer(200, { redelivered });
      }
      default:
        return jsonAnswer(404, { error: { message: `Nothing answers ${request.method} ${request.path}.` } });
    }
  }

  private setFromJson(body: string): PageAnswer {
    const result = parseFaults(readJson(body));
    if (result.kind === 'invalid') {
      const error = { type: 'invalid_request_error', code: 'parameter_invalid', param: result.field };
      return jsonAnswer(400, { error: { ...error, message: result.message } });
    }
    this.faults.set(result.settings);
    return jsonAnswer(200, this.faults.settings);
  }

  private setFromForm(body: string): PageAnswer {
    const result = parseFaults(faultsOfForm(Params.parse(body)));
    if (result.kind === 'invalid') return pageAnswer(400, controlPage(this.state(), result.message));
    this.faults.set(result.settings);
    return seeOther('/_simulator');
  }
}

/** Prevents CSRF by another site's form in the same browser. */
function isFromElsewhere({ fetchSite }: PageRequest): boolean {
  return fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none';
}

function faultsOfForm(form: Params): Record<string, unknown> {
  if (form.has('clear')) return {};
  const number = (name: string): number | undefined => {
    const text = form.string(name) ?? '';
    return text === '' ? undefined : Number(text);
  };
  const range = (name: string): [number, number] | undefined => {
    const from = number(`${name}From`);
    const to = number(`${name}To`);
    return from === undefined && to === undefined ? undefined : [from ?? 0, to ?? from ?? 0];
  };
  const flag = (name: string): true | undefined => (form.has(name) ? true : undefined);
  const webhooks = given({
    drop: number('drop'),
    duplicate: number('duplicate'),
    delayMs: range('delay'),
    reorder: flag('reorder'),
  });
  return given({
    latencyMs: range('latency'),
    decline: number('decline'),
    serverError: number('serverError'),
    lostAnswer: number('lostAnswer'),
    rateLimitPerSecond: number('rateLimitPerSecond'),
    down: flag('down'),
    webhooks: Object.keys(webhooks).length > 0 ? webhooks : undefined,
    seed: number('seed'),
  });
}

function given(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
