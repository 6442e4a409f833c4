import { createAt } from './failures.js';

createAt(JSON.parse(process.argv[2] ?? '')).then(
  (kinds) => console.log(JSON.stringify(kinds)),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
