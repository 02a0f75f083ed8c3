// Links that ask for a window of their own open in the user's browser, mail or telephone program.
window.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.altKey) return
  const link = event.composedPath().find((node) => node instanceof Node && node.nodeName.toUpperCase() === 'A')
  if (!link || !link.href || !(link.target === '_blank' || event.ctrlKey || event.shiftKey)) return
  let url
  try {
    url = new URL(link.href, document.baseURI)
  } catch {
    return
  }
  if (!['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol)) return
  event.preventDefault()
  window.__TAURI_INTERNALS__.invoke('plugin:opener|open_url', { url: url.href })
})
