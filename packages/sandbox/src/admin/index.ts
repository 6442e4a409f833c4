export { AdminEntry } from './entry.ts';
