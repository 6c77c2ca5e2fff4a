import type { Words } from './en.js';

const locale = 'ar-u-nu-latn';
const plural = new Intl.PluralRules('ar');
export const count = (n: number) => new Intl.NumberFormat(locale).format(n);

interface Forms {
  one: string;
  two: string;
  few: string;
  many: string;
  other: string;
}

/** Arabic has six plural forms; for one and two the word alone implies the number. */
export function some(n: number, { one, two, few, many, other }: Forms): string {
  const kind = plural.select(n);
  if (kind === 'one') return one;
  if (kind === 'two') return two;
  return `${count(n)} ${kind === 'few' ? few : kind === 'many' ? many : other}`;
}

/** The word alone, beside a number that is written apart or after a range. */
const form = (n: number, forms: Pick<Forms, 'few' | 'other'>): string =>
  plural.select(n) === 'few' ? forms.few : forms.other;
/** “About” takes the genitive, in which one and two are words of their own. */
const about = (n: number, unit: { one: string; two: string; few: string; other: string }): string =>
  `نحو ${n === 1 ? unit.one : n === 2 ? unit.two : `${count(n)} ${form(n, unit)}`}`;
const minute = { one: 'دقيقة', two: 'دقيقتين', few: 'دقائق', other: 'دقيقة' };
const hour = { one: 'ساعة', two: 'ساعتين', few: 'ساعات', other: 'ساعة' };
const day = { few: 'أيام', other: 'يوم' };

const people: Forms = { one: 'شخص واحد', two: 'شخصان', few: 'أشخاص', many: 'شخصًا', other: 'شخص' };
const seconds: Forms = { one: 'ثانية واحدة', two: 'ثانيتان', few: 'ثوانٍ', many: 'ثانية', other: 'ثانية' };
export const minutes: Forms = { one: 'دقيقة واحدة', two: 'دقيقتان', few: 'دقائق', many: 'دقيقة', other: 'دقيقة' };
export const tickets: Forms = { one: 'تذكرة واحدة', two: 'تذكرتان', few: 'تذاكر', many: 'تذكرة', other: 'تذكرة' };

/** Arabic texts of the pages before admission. */
export const ar: Words = {
  code: 'ar',
  locale,
  name: 'العربية',
  direction: 'rtl',

  count,
  thread: {
    label: 'ما يخصّك',
    pay: 'متابعة الدفع',
    confirming: 'يجري تأكيد دفعتك',
    basket: (n: number) => `محجوز لك: ${some(n, tickets)}`,
    tickets: (n: number) => (n === 1 ? 'تذكرتك' : `تذاكرك (${count(n)})`),
    inLine: 'أنت في الطابور',
    ahead: (n) => (n === 0 ? 'أنت في الطابور: دورك هو التالي' : `أنت في الطابور: أمامك ${some(n, people)}`),
    notKept: 'متصفحك يمنع التخزين هنا. أبقِ هذه الصفحة مفتوحة: قد تفقد مكانك إذا أغلقتها أو أعدت تحميلها.',
  },
  common: {
    demoLine: 'عرض تجريبي: لا تذاكر حقيقية ولا مال حقيقي',
    cancel: 'إلغاء',
    retry: 'حاول مجددًا',
    retrying: 'نحاول مجددًا من أجلك.',
    reference: 'للاستفسار:',
    skip: 'انتقل إلى المحتوى',
    backToSale: 'عن هذا البيع',
    language: 'اللغة',
    verifier: 'تحقّق من القرعة',
    loading: 'لحظة من فضلك …',
    each: 'للواحدة',
    yourTime: 'بتوقيتك',
    copied: 'نُسخ',
    refused: { what: 'لم ينجح ذلك.', safe: 'لم يضِع شيء مما يخصّك.', next: 'حاول مجددًا بعد لحظة.' },
    notFound: {
      title: 'الصفحة غير موجودة',
      text: 'ربما كان الرابط قديمًا أو ناقصًا. لم يتأثر شيء مما يخصّك.',
      action: 'ما المعروض للبيع',
    },
    broken: {
      title: 'توقفت هذه الصفحة عن العمل',
      text: 'مكانك وطلباتك في أمان. أعد تحميل الصفحة للمتابعة.',
      action: 'إعادة التحميل',
    },
  },

  stock: { plenty: 'متوفر', low: 'بقي القليل', gone: 'لا شيء الآن' },
  saleState: {
    draft: '',
    scheduled: 'قريبًا',
    prequeue: 'غرفة الانتظار مفتوحة',
    on_sale: 'للبيع الآن',
    paused: 'متوقف مؤقتًا',
    sold_out: 'نفدت التذاكر',
    closed: 'مغلق',
    canceled: 'أُلغي',
  },

  home: {
    title: 'للبيع',
    over: 'انتهى',
    opensIn: (left) => `يبدأ بعد ${left}`,
    empty: 'لا شيء معروض للبيع الآن.',
    emptyHint: 'كل بيع يُعلَن عنه يظهر هنا.',
    opens: (at) => `يبدأ ${at}`,
  },
  sale: {
    where: 'المكان',
    when: 'الموعد',
    prices: 'التذاكر',
    perFan: (n) => `حتى ${n} للشخص`,
    how: 'كيف يعمل الطابور',
    opening: (time) => `كل من يكون هنا قبل ${time} يدخل قرعة بترتيب عشوائي. الحضور المبكر لا يفيد.`,
    openingOver: 'من يصل الآن يقف خلف الموجودين، بحسب وقت الوصول.',
    called: (s, m) =>
      `عندما يحين دورك تناديك هذه الصفحة. مهلة الرد: ${some(s, seconds)}. إذا فاتك النداء فمهلة العودة: ${some(m, minutes)}.`,
    checked: 'جهازك يتحقق بنفسه من القرعة، ويمكنك رؤية كل خطوة.',
    allIn: 'أسعار نهائية لا يُضاف إليها شيء',
    calendar: 'أضف موعد الافتتاح إلى تقويمي',
    calendarTitle: (show) => `تذاكر ${show}`,
    roomOpensIn: 'تفتح غرفة الانتظار بعد',
    drawIn: 'القرعة بعد',
    take: 'خذ مكاني',
    taking: 'يجري حجز مكانك …',
    back: 'العودة إلى مكاني',
    soldOut: 'بيعت كل التذاكر. ما يُعاد منها يُعرض على الطابور بالترتيب.',
    closed: 'انتهى هذا البيع.',
    paused: 'البيع متوقف مؤقتًا. يمكنك أخذ مكان وسيبقى محفوظًا لك.',
    notYet: (time) => `يمكنك أخذ مكان ابتداءً من ${time}.`,
    chooseLane: 'أي طابور؟',
    accessCode: 'رمز الدخول',
    accessCodeIfAny: 'رمز الدخول إن كان لديك',
    byAccount:
      'الأماكن في هذا الطابور مخصّصة لحسابات المنظّم. سجّل الدخول في موقع المنظّم، وسيعيدك رابطه إلى هنا وقد سجّلت الدخول.',
    working: 'يجري جهازك فحصًا قصيرًا ضد البرامج الآلية. يستغرق ذلك بضع ثوانٍ.',
    email: 'عنوان بريدك الإلكتروني',
    emailHint: 'مكان واحد لكل شخص: نرسل إليك رمزًا لنتأكد من أن العنوان لك.',
    emailSend: 'أرسل لي رمزًا',
    emailCode: 'الرمز الوارد في الرسالة',
    emailCodeHint: 'ثمانية أرقام، صالحة لعشر دقائق.',
    emailConfirm: 'تأكيد',
    emailOther: 'استخدم عنوانًا آخر',
    noAccount: 'لا حاجة إلى حساب. مكان واحد لكل جهاز.',
    changes: 'التغييرات منذ النشر',
    noChanges: 'لم يتغير شيء.',
    changesAway: 'يتعذر عرض التغييرات الآن. حاول مرة أخرى بعد قليل.',
    yes: 'نعم',
    no: 'لا',
    changed: {
      name: 'اسم البيع',
      showName: 'العرض',
      venue: 'المكان',
      startsAt: 'بداية العرض',
      timeZone: 'المنطقة الزمنية',
      prequeueAt: 'فتح غرفة الانتظار',
      opensAt: 'بداية البيع',
      closesAt: 'نهاية البيع',
      notice: 'إشعار',
      transferable: 'يجوز نقل التذاكر إلى غير مشتريها',
      seller: 'البائع',
      refundRule: 'قاعدة ردّ الثمن',
      price: 'السعر',
      maxPerFan: 'الحد الأقصى للشخص الواحد',
      min: 'الحد الأدنى في المرة الواحدة',
      multiple: 'تُباع بمضاعفات',
      ticketType: 'تذاكر جديدة',
      beacon: 'مصدر العشوائية العام للقرعة (لم يستجب)',
    },
  },
  line: {
    beforeTitle: 'القرعة في',
    beforeText: 'أنت معنا. لا شيء تفعله الآن يغيّر فرصتك.',
    beBack: (time) => `اترك هذه الصفحة مفتوحة وعُد في ${time}.`,
    here: (n) => `عدد الموجودين: ${count(n)}`,
    entry: (n) => `رقم القيد ${count(n)}`,
    entryHint: 'القيد هو نصيبك في القرعة. ترتيبك تحدده القرعة ولا علاقة له بهذا الرقم.',
    ready: 'جهّز',
    readyCard: 'البطاقة أو الهاتف الذي ستدفع به',
    readyWho: 'عدد التذاكر التي تحتاجها',
    readyMail: 'عنوان البريد الإلكتروني لتذاكرك',
    drawingTitle: 'القرعة جارية',
    drawingText: 'يحصل كل من هنا على ترتيب عشوائي. يستغرق ذلك بضع ثوانٍ.',
    beaconText:
      'تم تثبيت أرقام الجميع. ينتظر الترتيب الرقم العشوائي العام التالي الذي لا يمكن لأحد معرفته الآن. أبقِ هذه الصفحة مفتوحة: ستتابع من تلقاء نفسها.',
    revealTitle: 'ترتيبك',
    aheadAtMost: () => 'عدد من أمامك على الأكثر',
    nobodyAhead: 'دورك هو التالي',
    position: (n, of) => `الترتيب ${count(n)} من ${count(of)}`,
    wait: 'الانتظار',
    waitUnknown: 'سيُعرف قريبًا',
    waitUnder: 'أقل من دقيقة',
    waitMinutes: (from, to) => (from === to ? about(to, minute) : `نحو ${from}–${to} ${form(to, minute)}`),
    waitHours: (from, to) => (from === to ? about(Number(to), hour) : `نحو ${from}–${to} ${form(Number(to), hour)}`),
    chance: 'فرصة الحصول على تذكرة',
    chanceUnknown: 'ستُعرف قريبًا',
    chanceWords: {
      sure: 'شبه مؤكدة',
      likely: 'مرجّحة',
      even: 'متساوية تقريبًا',
      unlikely: 'ضعيفة',
      slim: 'ضعيفة جدًا',
    },
    percent: (from, to) => (from === to ? `${to}٪` : `${from}–${to}٪`),
    left: 'المتبقي',
    you: 'أنت',
    door: 'الباب',
    stayTitle: 'أبقِ هذه الصفحة مفتوحة',
    stay: 'نناديك في هذه الصفحة. إعادة التحميل أو انقطاع الاتصال لا يفقدك مكانك.',
    calls: {
      soundOn: 'الصوت يعمل',
      soundTurnOn: 'شغّل الصوت',
      notify: 'أرسل لي إشعارًا أيضًا',
      notifyOn: 'الإشعارات تعمل',
      notifyRefused: 'الإشعارات غير مسموح بها لهذه الصفحة.',
      notifyFailed: 'هذا المتصفح لا يعرض إشعارات.',
      wake: 'نرسل رسالة إلى هذا الجهاز عندما يقترب دورك، حتى وهو نائم',
      wakeMissing: 'لا يمكن إيقاظ هذا المتصفح وهو نائم. أبقِ الصفحة مفتوحة.',
      wakeFailed: 'تعذّر تشغيل الرسائل إلى جهاز نائم. أبقِ الصفحة مفتوحة.',
      mail: 'أخبرني بالبريد الإلكتروني أيضًا',
      mailOn: 'نرسل إليك بريدًا إلكترونيًا حين يقترب دورك، وحين يحين',
      mailHint: 'رسالتان على الأكثر. لا نستخدم العنوان لغير ذلك، ونحذفه بعدها.',
      awake: 'شاشتك تبقى مضاءة',
      asleep: (s, m) =>
        `مهلة الرد عند النداء: ${some(s, seconds)}. قد يفوت النداء هاتفًا مقفلًا؛ عندها مهلة العودة لتُنادى من جديد: ${some(m, minutes)}.`,
    },
    notice: 'من المنظّم',
    deferred: (time) => `يتقدّمك غيرك حتى ${time}`,
    deferredText: 'ترتيبك محفوظ. بعد ذلك نناديك حالما يتوفر مكان.',
    turnTitle: 'حان دورك',
    turnText: 'ادخل الآن واختر تذاكرك في الداخل.',
    turnButton: 'ادخل',
    turnLeft: (left) => `بقي للرد ${left}`,
    turnSafe: (time) => `فاتك النداء؟ مكانك محفوظ حتى ${time}.`,
    entering: 'يُفتح الباب …',
    lapsedTitle: 'ناديناك ولم نسمع ردًا',
    lapsedText: (time) => `مكانك محفوظ حتى ${time}. اضغط الزر وسنناديك من جديد حالما يتوفر مكان.`,
    lapsedTextOpen: 'مكانك محفوظ لبعض الوقت. اضغط الزر وسنناديك من جديد حالما يتوفر مكان.',
    here2: 'أنا هنا',
    atDoorTitle: 'أنت عند الباب',
    atDoorText: 'نودي كل من كان أمامك. ستدخل حالما يتوفر مكان.',
    atDoorAway: 'هل كنت بعيدًا حين نادينا؟ اضغط الزر لنعلم أنك عدت.',
    insistingText: 'نعلم أنك هنا. ستدخل تلقائيًا حالما يتوفر مكان.',
    admittedTitle: 'أنت في الداخل',
    admittedText: 'يُفتح المتجر.',
    admittedButton: 'إلى التذاكر',
    pausedTitle: 'البيع متوقف مؤقتًا',
    pausedText: 'مكانك محفوظ. يُستأنف البيع من حيث توقف؛ لا داعي لفعل أي شيء.',
    soldOutTitle: 'نفدت التذاكر',
    soldOutText: 'لم يُسحب أي مال. إذا أُعيدت تذاكر فستُعرض بترتيب الطابور، لذا يستحق مكانك أن تحتفظ به.',
    closedTitle: 'البيع مغلق',
    closedText: 'لم يكلّفك الانتظار شيئًا. التذاكر التي دفعت ثمنها لك.',
    expiredTitle: 'فات دورك',
    expiredText: 'نوديت وانقضت مهلة العودة. لم يُسحب أي مال.',
    leftTitle: 'غادرت الطابور',
    leftText: 'لم يُسحب أي مال. يمكنك الانضمام من جديد في آخره.',
    doneTitle: 'أخذت دورك',
    doneText: 'استُخدم هذا المكان. التذاكر التي دفعت ثمنها لك.',
    again: 'خذ مكانًا جديدًا',
    noPlaceTitle: 'لا مكان لهذا الجهاز في الطابور',
    noPlaceText: 'خذ مكانًا من صفحة البيع، أو افتح هذه الصفحة على الجهاز الذي انضممت منه.',
    link: {
      connecting: 'جارٍ الاتصال',
      live: 'مباشر',
      polling: 'محدّث',
      away: 'مكانك في أمان. نعيد الاتصال.',
    },
    stale: 'مكانك في أمان. قد تكون الأرقام قديمة قليلًا.',
    titleAhead: (n) => `أمامك ${count(n)}`,
    titleTurn: '● حان دورك',
    say: (ahead, wait) => `أمامك على الأكثر ${some(ahead, people)}. الانتظار: ${wait}.`,
    sayTurn: 'حان دورك. اضغط «ادخل».',
    sayPosition: (position) => `اكتملت القرعة. ترتيبك ${count(position)}.`,
  },
  seller: {
    personal: 'تذاكر هذا البيع لمشتريها ولا يمكن نقلها.',
    title: 'من يبيع هذه التذاكر',
    refunds: 'استرداد المال',
    help: 'مساعدة',
    terms: 'الشروط',
    privacy: 'الخصوصية',
    unnamed: 'لم يذكر المنظّم هنا من هو البائع.',
    // isolated, so that “night #9” is not turned round
    quote: (reference) => `إذا طلبت المساعدة فاذكر \u2066${reference}\u2069.`,
  },
  countdown: { days: (n) => form(n, day), hours: (n) => form(n, hour), minutes: () => 'دقيقة', seconds: () => 'ثانية' },
};
