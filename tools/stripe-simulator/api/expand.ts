import type { Ledger } from '../model/ledger.js';
import { renderCharge, renderIntent, renderPaymentMethod, type Wire } from '../model/render.js';
import { invalidParameter } from './errors.js';

/** Stripe's own limit. */
const MAX_EXPAND_DEPTH = 4;

/**
 * Replaces ids by the objects they refer to, for each path of `expand[]` (`latest_charge`,
 * `data.payment_intent.latest_charge`).
 */
export class Expander {
  constructor(
    private readonly ledger: Ledger,
    private readonly baseUrl: string,
  ) {}

  /** @throws ApiError 400 for a path that cannot be expanded */
  expand(wire: Wire, paths: readonly string[]): Wire {
    for (const path of paths) {
      const steps = path.split('.');
      if (steps.length > MAX_EXPAND_DEPTH) {
        const message = 'You cannot expand more than 4 levels of a property.';
        throw invalidParameter('property_expansion_max_depth', 'expand', message);
      }
      this.expandPath(wire, steps, path);
    }
    return wire;
  }

  private expandPath(wire: Wire, steps: readonly string[], path: string): void {
    const [step, ...rest] = steps;
    if (step === undefined) return;
    if (!Object.hasOwn(wire, step)) {
      throw invalidParameter('parameter_invalid', 'expand', `This property cannot be expanded (${path}).`);
    }
    const value = wire[step];
    if (Array.isArray(value)) {
      for (const item of value as Wire[]) this.expandPath(item, rest, path);
      return;
    }
    const expanded = typeof value === 'string' ? this.find(wire, step, value, path) : (value as Wire | null);
    wire[step] = expanded;
    if (expanded !== null) this.expandPath(expanded, rest, path);
  }

  private find(owner: Wire, step: string, id: string, path: string): Wire {
    switch (step) {
      case 'latest_charge':
      case 'charge': {
        const charge = this.ledger.charges.get(id);
        if (charge) return renderCharge(charge);
        break;
      }
      case 'payment_intent': {
        const intent = this.ledger.intents.get(id);
        if (intent) return renderIntent(intent, this.baseUrl);
        break;
      }
      case 'payment_method': {
        const log = owner['object'] === 'setup_intent' ? this.ledger.setups : this.ledger.intents;
        const used = log.get(String(owner['id']))?.usedCard;
        if (used) return renderPaymentMethod(used);
        break;
      }
    }
    throw invalidParameter('parameter_invalid', 'expand', `This property cannot be expanded (${path}).`);
  }
}
