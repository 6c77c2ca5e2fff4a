import { actionWords } from '../../../../src/contract/staff/action-words.js';
import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import type { AuditEntryShape, StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { cityOfZone, formatClockLeft, formatTimeOfDay } from '../../../shared/format/time.js';
import { doneBy } from '../../log/log-words.js';
import { useNow } from '../../net/use-live.js';
import { nextMoment } from './moments.js';
import { useWebhookTrouble } from '../alarms/webhook-trouble.js';

/** The venue's clock, the time until the next boundary, and whether the webhooks are known. */
export function ClockLine({ sale, live }: { sale: StaffSaleShape; live: LiveShape }) {
  const now = useNow(1_000);
  const { timeZone } = sale.show;
  const moment = nextMoment(sale, live.state, now);
  return (
    <>
      <span className="strong">
        {formatTimeOfDay(now, 'en-GB', timeZone)} in {cityOfZone(timeZone)}
      </span>
      {moment !== null && (
        <span>
          {moment.words} <b className="brass">{formatClockLeft(moment.leftMs)}</b>
        </span>
      )}
      <WebhookNote />
    </>
  );
}

/** Failing webhooks are an alarm; here stands only that they are not known. */
function WebhookNote() {
  const { isUnknown } = useWebhookTrouble();
  return isUnknown ? <span>webhooks not known</span> : null;
}

/** Who changed what last. */
export function LastChange({ entry, timeZone }: { entry: AuditEntryShape | undefined; timeZone: string }) {
  return (
    entry && (
      <span>
        {doneBy(entry)} {actionWords(entry.action)} at {formatTimeOfDay(entry.at, 'en-GB', timeZone)}
      </span>
    )
  );
}
