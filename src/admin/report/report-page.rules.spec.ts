import { describe, expect, it } from '@jest/globals';
import { fanLanguages } from '../../contract/languages.js';
import type { ReportShape } from '../../contract/staff/report-shapes.js';
import { reportPaper } from './report-paper.rules.js';
import { reportPage } from './report-page.rules.js';

const at = '2027-05-01T08:00:00.000Z';
const report: ReportShape = {
  ...{ scheme: 'ropeline-report-v1', saleId: 'sale_a', slug: 'night', name: 'Night', state: 'closed', opensAt: at },
  show: { name: 'Night', venue: 'Arena', startsAt: at, timeZone: 'Europe/Berlin' },
  ...{ closedAt: at, generatedAt: at, chain: [], hash: 'h', signature: 's' },
  sections: {
    ...{ figures: [], draw: null, types: [], refunds: [], incidents: [], actions: [] },
    minutes: [{ at, admitted: 7, waiting: 5, inside: 3, sold: 2 }],
    money: { currency: 'EUR', orders: 0, takenMinor: '0', refundedMinor: '0', keptMinor: '0' },
    conservation: { ok: null, checkedAt: null, soldEqualsTickets: true },
  },
};

describe('reportPage', () => {
  it('leaves blank what a report published earlier did not count', () => {
    const page = reportPage(report, 'en');
    expect(page).not.toContain('NaN');
    expect(page).toContain('<td>7</td><td>5</td><td>3</td><td>2</td><td></td><td></td>');
    expect(page).not.toMatch(/stands for|The first/);
  });

  it('says where a list holds a part, and where a row stands for several minutes', () => {
    const { sections } = report;
    const figures = [{ key: 'changes', value: 612, unit: 'changes', formula: '' }];
    const actions = [{ at, who: 'owner', what: 'sale.pause' }];
    const minutes = [{ at, admitted: 7, waiting: 5, inside: 3, sold: 2, span: 3 }];
    const page = reportPage({ ...report, sections: { ...sections, figures, actions, minutes } }, 'en');
    expect(page).toContain('The first 1 of 612.');
    expect(page).toContain('Each row stands for 3 minutes.');
  });

  it('says codes in the language of the report', () => {
    const refunds = [{ state: 'paid_back', count: 1, amountMinor: '4500' }];
    const incidents = [{ at, kind: 'refund_refused', resolvedAt: at, verb: 'paid_back' }];
    const sections = { ...report.sections, refunds, incidents };
    const page = reportPage({ ...report, sections }, 'de');
    expect(page).toContain('<td>anderweitig zurückgezahlt</td><td>1</td>');
    expect(page).toContain('<td>Der Anbieter hat eine Erstattung abgelehnt</td><td>anderweitig zurückgezahlt</td>');
    expect(page).not.toMatch(/given back|refund refused|paid_back/);
    const told = JSON.stringify(reportPaper({ ...report, sections }));
    expect(told).toContain('given back otherwise');
    expect(told).not.toMatch(/paid_back|refund refused/);
  });

  it('speaks every language of the pages, each in its direction and without a word of English codes', () => {
    const figures = [{ key: 'sold', value: 3, unit: 'tickets', formula: 'sold, all ticket types together' }];
    const actions = [{ at, who: 'owner', what: 'sale.pause' }];
    for (const language of fanLanguages) {
      const page = reportPage({ ...report, sections: { ...report.sections, figures, actions } }, language);
      expect(page).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`);
      if (language !== 'en') expect(page).not.toMatch(/paused the sale|An owner|all ticket types together|Minute by/);
    }
  });
});
