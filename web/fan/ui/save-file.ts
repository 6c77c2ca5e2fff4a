/** Hands the fan a file that the page made. */
export function saveFile(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  // some browsers read it after the click has returned
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
