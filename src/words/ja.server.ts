import type { ServerWords } from './en.server.js';

/** Japanese texts that only the server writes. */
export const server: ServerWords = {
  plain: {
    script: 'JavaScriptを使うページ',
    noScript: 'JavaScriptなしで続ける',
    needsScript: 'このページの内容はお使いのブラウザーで計算しますが、JavaScriptがオフになっています。',
    byAccount: 'この列に並べるのは主催者のアカウントをお持ちの方です。JavaScriptが必要です。',
    byCard: 'この列に並ぶにはカードの確認が必要で、それにはJavaScriptが必要です。請求はありません。',
    byMail: 'JavaScriptがない場合は、メールでお送りするコードで、人が並んでいることを確認します。',
    enterBefore: (time) => `${time}までに入場してください。`,
    payElsewhere:
      'カードの入力画面は決済会社のもので、JavaScriptが必要です。対応するブラウザーでこのリンクを開いてください。上の時刻までチケットは確保されています：',
    payWhereOrdered:
      'カードの入力画面は決済会社のもので、JavaScriptが必要です。注文したブラウザーで注文を開いてください。そこからお支払いいただけます。',
    openText: 'この端末はまだこの注文を知りません。メールにあるリンクを貼り付けてください：',
    link: 'リンク',
    byLink: '別の端末や友だちからのリンクがありますか？ここに貼り付けてください：',
    stays:
      '入力中にこのページが再読み込みされることはありません。順番は列のページにだけ表示されます。終わったらそちらに戻ってください。',
    pasteThere: 'JavaScriptを使わない場合は、相手の端末の列のページにこのリンクを貼り付けてください。',
  },
  turn: {
    nearlyTitle: 'まもなくあなたの番です',
    nearlyText: '今すぐページを開き、開いたままにしてください。',
    text: (minutes) => `ページを開いて入場してください。順番は${minutes}分間守られます。`,
  },
  mailStop: {
    title: '順番のお知らせメール',
    ask: 'このアドレスへの順番のお知らせメールを、ここでのすべての販売について停止しますか？列の順番はそのままです。',
    button: 'メールの配信を停止する',
    stopped:
      '停止しました。今後30日間、どなたが申し込んでも、このアドレスに順番のお知らせは届きません。列の順番はそのままです。',
    invalid: 'このリンクは無効です。最新のメールのリンクをお使いください。',
  },
  code: {
    title: 'メールアドレスを確認するためのコード：',
    text: (sale, code) => `${sale}のコード：${code}`,
    unasked: '10分間有効です。お心当たりがない場合は、何もする必要はありません。',
  },
  paper: {
    print: '入口でこのコードを、紙またはスマートフォンで提示してください。1名様1回限り有効です。',
    starts: (time, zone) => `開演：${time}（${zone}）`,
  },
  mail: {
    subject: {
      paid: (show) => `${show}のチケット`,
      resent: (show) => `${show}のチケット`,
      refunded: (show) => `${show}の払い戻し`,
      canceled: (show) => `${show}のご注文はキャンセルされました`,
      transferred: (show) => `${show}のチケットが届きました`,
      passed_on: (show) => `${show}のチケットを譲渡しました`,
      voided: (show) => `${show}のチケットは無効になりました`,
    },
    hello: (name) => `${name}様`,
    lead: {
      paid: 'ありがとうございます。お支払いが完了しました。チケットは次のとおりです：',
      resent: 'チケットをもう一度お送りします：',
      refunded: (amount) =>
        `お支払いに使われたカードに${amount}を払い戻しました。銀行での表示まで数日かかることがあります。`,
      canceled: 'ご注文はキャンセルされました。代金は引き落とされておらず、チケットは解放されました。',
      transferred: (giver) =>
        `${giver}様からチケットが譲渡されました。今後はお客様のもので、専用のコードがあります。以前のコードは入口で使えません。`,
      passed_on: (holder) =>
        `このチケットは${holder}様のものになり、お客様のコードは無効になりました。お心当たりがない場合は、すぐに主催者にご連絡ください。`,
      voided:
        'お客様に譲渡されたチケットは無効になりました。注文が払い戻されたか、公演が中止になったためです。代金は購入した方に返されます。その方にお尋ねください。',
    },
    canceledElsewhere:
      'ご注文はキャンセルされ、チケットは無効になりました。代金は購入された販売店にあります。払い戻しはそちらにお申し出ください。',
    open: '注文を開く',
    openTicket: 'チケットを開く',
    keep: 'このリンクはほかの方に渡さないでください。リンクを持つ人は誰でもチケットを使えます。',
    openTickets: 'チケットを開く',
    why: (show) => `${show}のチケットをお持ちのため、このメールをお送りしています。`,
  },
};
