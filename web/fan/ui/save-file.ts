/** Downloads generated text as a file. */
export function saveFile(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  // some browsers read the URL after the click has returned
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
