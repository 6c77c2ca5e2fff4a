import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PublishedReportShape, StaffReportShape } from '../../../src/contract/staff/report-shapes.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';
import { Confirm, type Question } from '../ui/confirm.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { SaleHead } from '../ui/sale-head.jsx';
import { ReportBody } from './report-body.jsx';

/** A sale's report, and whether it is public. */
export function ReportPage({ saleId }: { saleId: string }) {
  const queries = useQueryClient();
  const { mayChange } = useSession();
  const [question, setQuestion] = useState<Question | null>(null);
  const { data, error, isPending } = useQuery({
    queryKey: ['report', saleId],
    queryFn: ({ signal }) => call<StaffReportShape>('GET', `sales/${saleId}/report`, undefined, signal),
  });
  const again = async (): Promise<void> => await queries.invalidateQueries({ queryKey: ['report', saleId] });
  const unpublish = useMutation({
    mutationFn: () => call('DELETE', `sales/${saleId}/report/publish`),
    onSettled: again,
  });
  const askPublish = (): void =>
    setQuestion({
      title: 'Publish this report?',
      action: 'Publish',
      body: (
        <p>
          Anybody can then read it, as it stands now: figures, the draw, what was changed and by which role. It names no
          person. You can take it back.
        </p>
      ),
      run: async () => {
        await call<PublishedReportShape>('POST', `sales/${saleId}/report/publish`);
        await again();
      },
    });
  const isClosed = data?.report.state === 'closed';
  return (
    <section className="page">
      <SaleHead saleId={saleId} title="Report" />
      <RefusalNote error={error ?? unpublish.error} />
      {isPending && <p className="muted">Adding everything up…</p>}
      {data && (
        <>
          <div className="card stack">
            <p>
              {data.published ? (
                <>
                  Public since {formatShortDayAndTime(data.published.publishedAt, 'en-GB')} at{' '}
                  <a href={data.published.url}>{data.published.url}</a>
                </>
              ) : isClosed ? (
                'Only your team can read it.'
              ) : (
                'The sale goes on, so these are figures of this moment. It can be published once the sale is closed.'
              )}
            </p>
            <div className="row">
              <Button component="a" href={`/v1/admin/sales/${saleId}/report.html`} target="_blank" variant="default">
                Print
              </Button>
              <Button component="a" href={`/v1/admin/sales/${saleId}/report.pdf`} download variant="default">
                PDF
              </Button>
              <Button component="a" href={`/v1/admin/sales/${saleId}/report.csv`} download variant="default">
                Download CSV
              </Button>
              <Button variant="default" onClick={() => download(data)}>
                Download JSON
              </Button>
              {mayChange && isClosed && (
                <Button onClick={askPublish}>{data.published ? 'Publish it as it is now' : 'Publish'}</Button>
              )}
              {mayChange && data.published && (
                <Button variant="subtle" color="bad" loading={unpublish.isPending} onClick={() => unpublish.mutate()}>
                  Take it back
                </Button>
              )}
            </div>
          </div>
          <ReportBody report={data.report} />
        </>
      )}
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </section>
  );
}

/** Saves the document whose hash is displayed; another request would generate a different one. */
function download({ report }: StaffReportShape): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(report, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `report-${report.slug}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
