import { use } from './use.js';

// The browser test waits for the title.
use(location.origin).then(
  (outcome) => {
    document.body.textContent = JSON.stringify(outcome);
    document.title = 'done';
  },
  (error) => {
    document.body.textContent = String(error);
    document.title = 'failed';
  },
);
