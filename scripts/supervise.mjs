// usage: supervise.mjs <stop signal> <command> [arguments…]
// Runs one command, prints its process id, and ends it when our stdin closes. The starter holds the other end of that
// pipe, so the command ends with it however the starter dies: kill -9 included.
import { spawn } from 'node:child_process';

const GRACE_MS = 10_000; // then SIGKILL

const [signal, command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
child.on('error', (error) => {
  console.error(`${command}: ${error.message}`);
  process.exit(1);
});
console.log(child.pid);

const stop = () => {
  child.kill(signal);
  setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
};
process.stdin.on('end', stop).on('error', stop).resume();
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, stop);
child.on('exit', (code) => process.exit(code ?? 1));
