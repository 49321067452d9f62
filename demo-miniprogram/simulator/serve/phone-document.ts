/** The document in the phone: loads the scripts of the mini-program, or says what is wrong with it. */
export function phoneDocument(scripts: string[], failure?: string): string {
  const body = failure
    ? `<p class="failure" role="alert">${escapeHtml(failure)}</p>`
    : ['/phone.js', ...scripts.map((path) => `/code/${encodeURI(path)}`)]
        .map((url) => `<script src="${escapeHtml(url)}"></script>`)
        .join('\n    ')
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Mini-program</title>
    <link rel="stylesheet" href="/phone.css">
  </head>
  <body>
    ${body}
  </body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
