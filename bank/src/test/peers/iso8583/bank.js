// A bank over ISO 8583 by npm's iso_8583. Prints its port, answers what it understands, and writes every frame to frames.txt
// (I for what it got, O for what it said) in text2pcap's form.
const fs = require('fs');
const net = require('net');
const iso8583 = require('iso_8583');

const formats = {
  '49': { ContentType: 'n', Label: 'Currency', LenType: 'fixed', MaxLen: 3 },
};
const ECHOED = ['3', '4', '7', '11', '12', '13', '32', '37', '41', '42', '49', '70'];
const ANSWERS = { '0100': '0110', '0200': '0210', '0201': '0210', '0400': '0410', '0401': '0410', '0600': '0610', '0800': '0810' };

function record(direction, frame) {
  let line = '';
  for (let at = 0; at < frame.length; at += 16) {
    const bytes = [...frame.subarray(at, at + 16)].map((b) => b.toString(16).padStart(2, '0'));
    line += at.toString(16).padStart(6, '0') + ' ' + bytes.join(' ') + '\n';
  }
  fs.appendFileSync('frames.txt', direction + '\n' + line);
}

function answer(request) {
  const reply = { 0: ANSWERS[request[0]] };
  for (const field of ECHOED) {
    if (request[field] !== undefined) reply[field] = request[field];
  }
  // Cards that end in 2 have no money.
  reply[39] = request[0] === '0200' && String(request[2] || '').endsWith('2') ? '51' : '00';
  if (request[0] === '0200' && reply[39] === '00') reply[38] = '008583';
  if (request[0] === '0600') reply[48] = 'OC00200BR004B777';
  return reply;
}

net.createServer((socket) => {
  let rest = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const frame = rest.subarray(0, 2 + rest.readUInt16BE(0));
      rest = rest.subarray(frame.length);
      record('I', frame);
      const request = new iso8583(null, formats).getIsoJSON(frame);
      if (request.error) {
        console.error('cannot read: ' + JSON.stringify(request));
        process.exit(3);
      }
      fs.appendFileSync('understood.txt', JSON.stringify(request) + '\n');
      const reply = new iso8583(answer(request), formats).getBufferMessage();
      if (reply.error) {
        console.error('cannot answer: ' + JSON.stringify(reply));
        process.exit(4);
      }
      record('O', reply);
      socket.write(reply);
    }
  });
}).listen(0, '127.0.0.1', function () {
  console.log(this.address().port);
});
