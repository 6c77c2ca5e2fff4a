import { type ChildProcess, spawn } from 'node:child_process';

/** The minimum a process needs; excludes any variable of our environment that Ropeline would read. */
const inherited = (): Record<string, string> => ({ PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' });

/** One node in a process of its own, for faults that affect a whole process. Needs a build. */
export class NodeProcess {
  private output = '';
  private readonly ended: Promise<void>;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text: Buffer) => (this.output += text.toString()));
    this.ended = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  /** Resolves once it is serving; rejects with its output if it exits first. */
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
        throw new Error(`the node exited:\n${node.output}`);
      }),
    ]);
    return node;
  }

  /** SIGSTOP: connections stay open, but nothing is answered. */
  hang(): void {
    this.child.kill('SIGSTOP');
  }

  goOn(): void {
    this.child.kill('SIGCONT');
  }

  /** SIGKILL: nothing is completed, reported or released. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
