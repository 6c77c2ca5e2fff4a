import { type ChildProcess, spawn } from 'node:child_process';

/** Only what a process needs to run at all: nothing of our own environment that Ropeline would read. */
const inherited = (): Record<string, string> => ({ PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' });

/** One node in a process of its own, for faults that only a process has. Needs a build. */
export class NodeProcess {
  private output = '';
  private readonly ended: Promise<void>;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text: Buffer) => (this.output += text.toString()));
    this.ended = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  /** Resolves when it serves; throws with its output when it ends first. */
  static async start(settings: Record<string, string>): Promise<NodeProcess> {
    const child = spawn(process.execPath, ['dist/src/main.js'], { env: { ...inherited(), ...settings } });
    const node = new NodeProcess(child);
    const ready = new Promise<void>((resolve) => {
      child.stdout.on('data', () => {
        if (node.output.includes('Ropeline is ready')) resolve();
      });
    });
    await Promise.race([
      ready,
      node.ended.then(() => {
        throw new Error(`the node ended:\n${node.output}`);
      }),
    ]);
    return node;
  }

  /** SIGSTOP: its connections stay, and nothing is answered. */
  hang(): void {
    this.child.kill('SIGSTOP');
  }

  goOn(): void {
    this.child.kill('SIGCONT');
  }

  /** SIGKILL: nothing is finished, said or given back. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
