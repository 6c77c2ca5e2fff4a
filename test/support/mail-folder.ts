import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Filled by test/support/environment.mjs: runs after all hooks of the spec file. */
declare const atEndOfFile: (() => Promise<void>)[];

/** A data folder (`ROPELINE_DATA_DIR`) of the spec's own, in which a demo node leaves the mails that it would send. */
export class MailFolder {
  private constructor(readonly dataDir: string) {}

  /** Removed after the spec file's last hook. */
  static async make(): Promise<MailFolder> {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'ropeline-mail-'));
    atEndOfFile.push(() => rm(dataDir, { recursive: true, force: true }));
    return new MailFolder(dataDir);
  }

  /** The mails to an address, oldest first. */
  async to(address: string): Promise<string[]> {
    const folder = path.join(this.dataDir, 'mail');
    const files = await readdir(folder).catch(() => []);
    const mails = await Promise.all(files.sort().map((file) => readFile(path.join(folder, file), 'utf8')));
    return mails.filter((text) => text.includes(`To: ${address}`) || text.includes(`<${address}>`));
  }

  /** The codes mailed to an address, oldest first; an empty text for a mail without one. */
  async codesTo(address: string): Promise<string[]> {
    return (await this.to(address)).map(codeIn);
  }
}

/** The code of a mail, as it is typed; an empty text if it has none. */
export const codeIn = (mail: string): string => /(\d{4}) (\d{4})/.exec(mail)?.slice(1).join('') ?? '';
