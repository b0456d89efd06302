// The texts of our parts of a page whose contrast with what is behind them is below 4.5, as WCAG 2 computes it.
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })
  const known = new Map() // to ask the canvas takes long
  const rgba = (colour) => {
    if (!known.has(colour)) known.set(colour, painted(colour))
    return known.get(colour)
  }
  const painted = (colour) => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data
    return [r, g, b, a / 255]
  }
  const over = (top, below) => {
    const mixed = [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3]))
    return [...mixed, 1]
  }
  const luminance = (colour) => {
    const [r, g, b] = colour.map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const ratio = (a, b) => {
    const [bright, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x)
    return (bright + 0.05) / (dark + 0.05)
  }
  const behind = (element) => {
    const layers = []
    for (let each = element; each; each = each.parentElement) layers.push(rgba(getComputedStyle(each).backgroundColor))
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1])
  }
  const poor = []
  let looked = 0
  for (const ours of document.querySelectorAll(".trace")) {
    const walker = document.createTreeWalker(ours, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement
      const text = walker.currentNode.data.trim()
      if (!text || element.closest(".trace-hidden") || !element.getClientRects().length) continue
      looked += 1
      const ground = behind(element)
      const style = getComputedStyle(element)
      const colour = over(rgba(style.color), ground)
      let opacity = 1
      for (let each = element; each; each = each.parentElement) opacity *= Number(getComputedStyle(each).opacity)
      const seen = over([...colour.slice(0, 3), opacity], ground)
      const found = ratio(seen, ground)
      if (found < 4.5) poor.push(`${found.toFixed(2)} ${element.className || element.tagName}: ${text.slice(0, 40)}`)
    }
  }
  if (!looked) poor.push("nothing of ours is shown")
  return [...new Set(poor)]
}
