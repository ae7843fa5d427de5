// Loaded before the product by `npm run start:engines` alone. The channel closes when the starter is gone, also by kill -9: then nobody
// is left who would end this process, and its ports would be taken at the next start.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
