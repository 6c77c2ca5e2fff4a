import { actionWords } from '../../../src/contract/action-words.js';
import type { LiveShape } from '../../../src/contract/shapes.js';
import type { StaffSaleShape } from '../../../src/contract/staff-shapes.js';
import { cityOfZone, formatClockLeft, formatTimeOfDay } from '../../shared/format/time.js';
import { doneBy } from '../log/log-words.js';
import { useNow } from '../net/use-live.js';
import { nextMoment } from './moments.js';
import { useSaleChanges } from './sale-changes.js';
import { useWebhookTrouble } from './webhook-trouble.js';

/** The venue's clock, the time until the next boundary, failing webhooks, and who changed what last. */
export function ClockLine({ sale, live }: { sale: StaffSaleShape; live: LiveShape }) {
  const now = useNow(1_000);
  const { timeZone } = sale.show;
  const moment = nextMoment(sale, live.state, now);
  return (
    <p className="muted small clock-line">
      <span className="strong">
        {formatTimeOfDay(now, 'en-GB', timeZone)} in {cityOfZone(timeZone)}
      </span>
      {moment !== null && (
        <span>
          {moment.words} <b className="brass">{formatClockLeft(moment.leftMs)}</b>
        </span>
      )}
      <WebhookNote />
      <LastChange saleId={sale.id} timeZone={timeZone} />
    </p>
  );
}

/** Failing webhooks are an alarm; here stands only that they are not known. */
function WebhookNote() {
  const { isUnknown } = useWebhookTrouble();
  return isUnknown ? <span>webhooks not known</span> : null;
}

function LastChange({ saleId, timeZone }: { saleId: string; timeZone: string }) {
  const [entry] = useSaleChanges(saleId);
  if (!entry) return null;
  return (
    <span>
      {doneBy(entry)} {actionWords(entry.action)} at {formatTimeOfDay(entry.at, 'en-GB', timeZone)}
    </span>
  );
}
