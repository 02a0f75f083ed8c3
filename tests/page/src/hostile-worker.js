// A worker of any kind that knocks and says what came of it.

importScripts('/hostile-knock.js');
const report = (port) => knock(`worker ${self.constructor.name}`, true).then((outcome) => port.postMessage(outcome));
if ('onconnect' in self) self.onconnect = (event) => report(event.ports[0]);
else report(self);
