import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { OWNER, startNode } from './app.js';
import { launchBrowser } from './browser.js';
import { MailFolder } from './mail-folder.js';
import { freePort } from './ports.js';
import { freshDatabase, sharedRedisUrl } from './services.js';
import { startSystem, type TestSystem } from './system.js';

export const PHONE = { width: 360, height: 740 };
export const LARGE_PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1440, height: 900 };
const START_MS = 100_000;

interface StageTerms {
  /** Further variables of the node. */
  env?: () => Record<string, string>;
  /** Of every page, unless it is opened with others. */
  page?: BrowserContextOptions;
  /** How long a page waits for what a test expects on it. */
  waitMs?: number;
  /** Mails are written to a folder that tests read. */
  readsMails?: boolean;
  /** A single node under a host name, because passkeys do not belong to addresses. Payments have no provider. */
  isOnHostName?: boolean;
}

/** A system and a browser for all tests of a file, and browsing contexts that end with each test. */
export class Stage {
  browser!: Browser;
  url!: string;
  /** The context of the page opened last. */
  context!: BrowserContext;
  /** Errors of the page opened last. */
  faults: string[] = [];
  private running: { close(): Promise<unknown> } | undefined;
  private ofSystem: TestSystem | undefined;
  private ofMails: MailFolder | undefined;
  private readonly contexts: BrowserContext[] = [];

  constructor(private readonly terms: StageTerms) {}

  get system(): TestSystem {
    if (!this.ofSystem) throw new Error('this stage has a single node');
    return this.ofSystem;
  }

  get mails(): MailFolder {
    if (!this.ofMails) throw new Error('this stage reads no mails');
    return this.ofMails;
  }

  async open(): Promise<void> {
    const { env, readsMails = false, isOnHostName = false } = this.terms;
    if (readsMails) this.ofMails = await MailFolder.make();
    const all = { ...env?.(), ...(this.ofMails && { ROPELINE_DATA_DIR: this.ofMails.dataDir }) };
    const start = isOnHostName ? this.startOnHostName(all) : this.startSystem(all);
    [this.browser] = await Promise.all([launchBrowser(), start]);
  }

  /** Opens a page in a context of its own, and collects what it reports as errors. */
  async newPage(options: BrowserContextOptions = {}): Promise<Page> {
    const { page: common, waitMs = 20_000 } = this.terms;
    // what moves is painted again and again, which costs a test run more than all that it reads
    const device: BrowserContextOptions = { viewport: PHONE, locale: 'en-GB', reducedMotion: 'reduce' };
    this.context = await this.browser.newContext({ ...device, ...common, ...options });
    this.contexts.push(this.context);
    const page = await this.context.newPage();
    page.setDefaultTimeout(waitMs);
    const faults: string[] = [];
    this.faults = faults;
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      // the browser logs every refused call, which tests expect; any other error is a bug in the page
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        faults.push(message.text());
    });
    return page;
  }

  /** Signs the owner in, in the context of the page opened last. */
  async signIn(): Promise<void> {
    const answer = await this.context.request.post(`${this.url}/v1/admin/sessions`, { data: OWNER });
    expect(answer.status()).toBe(201);
  }

  async endTest(): Promise<void> {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.running?.close();
  }

  private async startSystem(env: Record<string, string>): Promise<void> {
    this.ofSystem = await startSystem({ env });
    this.running = this.ofSystem;
    this.url = this.ofSystem.url;
  }

  private async startOnHostName(env: Record<string, string>): Promise<void> {
    const port = String(await freePort());
    this.url = `http://localhost:${port}`;
    const stores = { databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl() };
    this.running = await startNode({ ...stores, env: { ...env, PORT: port, PUBLIC_URL: this.url } });
  }
}

/** Registers the hooks of a stage; for use inside `describe`. */
export function setStage(terms: StageTerms = {}): Stage {
  const stage = new Stage(terms);
  beforeAll(async () => await stage.open(), START_MS);
  afterEach(async () => await stage.endTest());
  afterAll(async () => await stage.close());
  return stage;
}
