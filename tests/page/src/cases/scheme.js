// The app's own files over its scheme, as a page fetches them.

import { equal, ok } from '../assert.js';

const get = (path, headers = {}) => fetch(path, { headers, cache: 'no-store' });

export default {
  async files_have_types_and_tags() {
    const answer = await get('/assert.js');
    equal([answer.status, answer.headers.get('accept-ranges')], [200, 'bytes']);
    ok(answer.headers.get('content-type').includes('javascript'), answer.headers.get('content-type'));
    ok(/^"[^"]+"$/.test(answer.headers.get('etag')), `a strong tag: ${answer.headers.get('etag')}`);
    ok((await answer.text()).startsWith('// What cases assert with'), 'the file');
  },

  async a_missing_file_is_404() {
    const answer = await get('/missing.js');
    equal([answer.status, await answer.text()], [404, 'asset not found: /missing.js']);
  },

  async a_route_of_the_app_is_its_page() {
    const answer = await get('/some/route?query#hash');
    equal(answer.status, 200);
    ok((await answer.text()).includes('<title>Cases</title>'), 'the index');
  },

  async a_page_without_its_ending() {
    ok((await (await get('/frame')).text()).includes('<title>Frame</title>'), 'frame.html');
  },

  async a_known_tag_is_not_sent_again() {
    const tag = (await get('/assert.js')).headers.get('etag');
    const answer = await get('/assert.js', { 'If-None-Match': tag });
    equal([answer.status, await answer.text()], [304, '']);
    equal((await get('/assert.js', { 'If-None-Match': '"other"' })).status, 200);
  },

  async ranges() {
    const whole = await (await get('/assert.js')).text();
    const part = async (range) => {
      const answer = await get('/assert.js', { Range: `bytes=${range}` });
      return [answer.status, answer.headers.get('content-range'), await answer.text()];
    };
    const size = new Blob([whole]).size;
    equal(await part('0-9'), [206, `bytes 0-9/${size}`, whole.slice(0, 10)]);
    equal(await part('3-3'), [206, `bytes 3-3/${size}`, whole.slice(3, 4)]);
    equal(await part(`${size - 5}-`), [206, `bytes ${size - 5}-${size - 1}/${size}`, whole.slice(-5)]);
    equal(await part('-5'), [206, `bytes ${size - 5}-${size - 1}/${size}`, whole.slice(-5)]);
    const [status, range] = await part(`${size}-`);
    equal([status, range], [416, `bytes */${size}`]);
  },

  async other_methods_are_refused() {
    const answer = await fetch('/assert.js', { method: 'POST', body: 'x' });
    equal(answer.status, 405);
  },

  async heads_have_no_body() {
    const answer = await fetch('/assert.js', { method: 'HEAD', cache: 'no-store' });
    equal([answer.status, await answer.text()], [200, '']);
  },

  async paths_cannot_leave_the_app() {
    for (const path of ['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc%2fpasswd', '//etc/passwd']) {
      const answer = await get(path).catch(() => null);
      if (answer) ok(!(await answer.text()).includes('root:'), path);
    }
  },
};
