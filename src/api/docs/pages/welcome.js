// Only the browser knows by which address it came: a proxy may have changed scheme, name and port on the way here.
for (const place of document.querySelectorAll('[data-origin]')) place.textContent = location.origin

const SAID_FOR_MS = 2000

for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', () => void copyAndSay(button))
}

async function copyAndSay(button) {
  const copied = await copy(document.getElementById(button.dataset.copy))
  button.textContent = copied ? 'Copied' : 'Selected'
  document.querySelector('.said').textContent = copied ? 'Copied the command.' : 'Selected the command; press Ctrl+C.'
  setTimeout(() => {
    button.textContent = 'Copy'
  }, SAID_FOR_MS)
}

// Browsers offer the clipboard on https and localhost only; elsewhere the text is selected and the old command tried.
async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent)
    return true
  } catch {
    getSelection().selectAllChildren(source)
    return document.execCommand('copy')
  }
}
