import type { FanLanguage } from '../contract/languages.js';
import { inside as arInside } from './ar.inside.js';
import { refusals as arRefusals } from './ar.refusals.js';
import { report as arReport } from './ar.report.js';
import { server as arServer } from './ar.server.js';
import { ar } from './ar.js';
import { inside as deInside } from './de.inside.js';
import { refusals as deRefusals } from './de.refusals.js';
import { report as deReport } from './de.report.js';
import { server as deServer } from './de.server.js';
import { de } from './de.js';
import { inside as enInside } from './en.inside.js';
import { refusals as enRefusals } from './en.refusals.js';
import { report as enReport } from './en.report.js';
import { server as enServer } from './en.server.js';
import { en } from './en.js';
import { inside as esInside } from './es.inside.js';
import { refusals as esRefusals } from './es.refusals.js';
import { report as esReport } from './es.report.js';
import { server as esServer } from './es.server.js';
import { es } from './es.js';
import { inside as frInside } from './fr.inside.js';
import { refusals as frRefusals } from './fr.refusals.js';
import { report as frReport } from './fr.report.js';
import { server as frServer } from './fr.server.js';
import { fr } from './fr.js';
import { inside as itInside } from './it.inside.js';
import { refusals as itRefusals } from './it.refusals.js';
import { report as itReport } from './it.report.js';
import { server as itServer } from './it.server.js';
import { it } from './it.js';
import { inside as jaInside } from './ja.inside.js';
import { refusals as jaRefusals } from './ja.refusals.js';
import { report as jaReport } from './ja.report.js';
import { server as jaServer } from './ja.server.js';
import { ja } from './ja.js';
import { inside as nlInside } from './nl.inside.js';
import { refusals as nlRefusals } from './nl.refusals.js';
import { report as nlReport } from './nl.report.js';
import { server as nlServer } from './nl.server.js';
import { nl } from './nl.js';
import { inside as plInside } from './pl.inside.js';
import { refusals as plRefusals } from './pl.refusals.js';
import { report as plReport } from './pl.report.js';
import { server as plServer } from './pl.server.js';
import { pl } from './pl.js';
import { inside as ptInside } from './pt.inside.js';
import { refusals as ptRefusals } from './pt.refusals.js';
import { report as ptReport } from './pt.report.js';
import { server as ptServer } from './pt.server.js';
import { pt } from './pt.js';
import type { InsideWords } from './en.inside.js';
import type { Refusals } from './en.refusals.js';
import type { ReportWords } from './en.report.js';
import type { ServerWords } from './en.server.js';
import type { Words } from './en.js';

/** Every text of one language. */
export interface AllWords extends Words {
  inside: InsideWords;
  refusals: Refusals;
  server: ServerWords;
  report: ReportWords;
}

/** For the server, which writes in every language; browsers load theirs by `load.ts`. */
const all: Record<FanLanguage, AllWords> = {
  en: { ...en, inside: enInside, refusals: enRefusals, server: enServer, report: enReport },
  de: { ...de, inside: deInside, refusals: deRefusals, server: deServer, report: deReport },
  ar: { ...ar, inside: arInside, refusals: arRefusals, server: arServer, report: arReport },
  fr: { ...fr, inside: frInside, refusals: frRefusals, server: frServer, report: frReport },
  es: { ...es, inside: esInside, refusals: esRefusals, server: esServer, report: esReport },
  it: { ...it, inside: itInside, refusals: itRefusals, server: itServer, report: itReport },
  ja: { ...ja, inside: jaInside, refusals: jaRefusals, server: jaServer, report: jaReport },
  nl: { ...nl, inside: nlInside, refusals: nlRefusals, server: nlServer, report: nlReport },
  pl: { ...pl, inside: plInside, refusals: plRefusals, server: plServer, report: plReport },
  pt: { ...pt, inside: ptInside, refusals: ptRefusals, server: ptServer, report: ptReport },
};

export const wordsIn = (language: FanLanguage): AllWords => all[language];
