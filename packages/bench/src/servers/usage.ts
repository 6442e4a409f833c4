// Preloaded into every server of the bench: tells how much processor time it has used, in microseconds, when it is asked.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMicroseconds: user + system, residentBytes: process.memoryUsage().rss });
});
