// Opens pages from a disk in Firefox, in a wide window and a narrow one, and prints what is wrong: one line each. Firefox is driven over
// WebDriver BiDi, as it has no other protocol. Arguments: the browser, the folder of the site, pages.
import puppeteer from 'puppeteer-core';

const [,, executablePath, folder, ...pages] = process.argv;
const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
const page = await browser.newPage();
const slim = /^(versions|history)\/.*\//; // former versions have no script
let at = '';
const say = text => console.log(at + ': ' + text);
page.on('console', m => { if (/error|warn/.test(m.type())) say(m.type() + ': ' + m.text()); });
page.on('pageerror', e => say('error: ' + e.message));
for (const width of [1280, 390]) {
  await page.setViewport({ width, height: 900 });
  for (at of pages) {
    await page.goto('file://' + folder + '/' + at, { waitUntil: 'load' });
    const fault = await page.evaluate(() => {
      const root = document.scrollingElement, tag = document.querySelector('.tag');
      if (document.querySelectorAll('h1').length !== 1) return 'it has no heading, or two';
      if (root.scrollWidth > root.clientWidth) return root.scrollWidth + ' px of ' + root.clientWidth;
      if (tag && getComputedStyle(tag, '::before').maskImage === 'none') return 'a state has no sign';
      return document.querySelector('.toggle') ? '' : 'the script has not run';
    });
    if (fault && !(slim.test(at) && /script/.test(fault))) say(fault);
  }
}
await browser.close();
