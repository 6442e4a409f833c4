import { use } from './use.js';

use(process.argv[2] ?? '').then(
  (outcome) => console.log(JSON.stringify(outcome)),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
