// usage: supervise.mjs <stop signal> <grace seconds> <command> [arguments…]
// Runs one command, writes its process id to descriptor 3, and stops it when our stdin closes. The starter holds the
// other end of that pipe, so the command ends with it however the starter dies, including kill -9.
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';

const PID_OUT = 3;

const [signal, graceSeconds, command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => {
  console.error(`${command}: ${error.message}`);
  process.exit(1);
});
if (child.pid) writeSync(PID_OUT, `${child.pid}\n`);

const stop = () => {
  child.kill(signal);
  setTimeout(() => child.kill('SIGKILL'), Number(graceSeconds) * 1_000).unref();
};
process.stdin.on('end', stop).on('error', stop).resume();
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, stop);
child.on('exit', (code) => process.exit(code ?? 1));
