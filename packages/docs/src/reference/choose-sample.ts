// Keeps the language of the samples, one for the whole site, and shows the chosen example.

const kept = 'language';

for (const input of document.querySelectorAll<HTMLInputElement>('.choices [name=language]')) {
  if (input.value === localStorage.getItem(kept)) input.checked = true;
  input.addEventListener('change', () => localStorage.setItem(kept, input.value));
}

for (const select of document.querySelectorAll<HTMLSelectElement>('[data-shows=example]')) {
  const sample = select.closest('.sample');
  select.addEventListener('change', () => {
    for (const example of sample?.querySelectorAll<HTMLElement>('[data-example]') ?? []) {
      example.hidden = example.dataset['example'] !== select.value;
    }
  });
}
