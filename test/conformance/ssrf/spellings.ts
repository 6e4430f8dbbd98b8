/** Hosts that must not be connected to, spelled as an address may spell a host: a deployment's own rules refuse them. */
export const WELL_FORMED = [
  ...["127.0.0.1", "127.0.0.1.", "0.0.0.0", "localhost", "LOCALHOST", "localhost.", "LocalHost.LocalDomain"],
  ...["[::1]", "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::]", "ip6-localhost"],
  ...["[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]", "xn--localhost", "127.0.0.1.nip.io"],
  ...["169.254.169.254", "169.254.169.254.", "168.63.129.16", "100.100.100.200", "192.0.0.192"],
  ...["[fd00:ec2::254]", "[FD00:0EC2:0:0:0:0:0:254]", "[fd20:ce::254]", "[64:ff9b::a9fe:a9fe]"],
  ...["metadata.google.internal", "METADATA.GOOGLE.INTERNAL.", "metadata", "169.254.169.254.nip.io"],
  ...["169.254.0.1", "169.254.170.2", "[fe80::1]", "[FE80::A9FE:A9FE]"],
  ...["10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "[fd12:3456::1]", "[fc00::1]"],
];

/** The same hosts in spellings that resolvers, URL parsers or people would take for them: no address may hold these. */
export const MALFORMED = [
  // decimal, octal, hexadecimal, short, overflowing
  ...["2130706433", "017700000001", "0x7f000001", "0X7F000001", "0177.0.0.1", "0177.0000.0000.0001"],
  ...[
    "0x7f.0x0.0x0.0x1",
    "0x7f.1",
    "127.1",
    "127.0.1",
    "127.1.",
    "127.000.000.001",
    "127.0.0.01",
    "127.0.0.257",
  ],
  ...[
    "4294967297",
    "18446744071692774401",
    "0",
    "0.",
    "00",
    "0x",
    "127.0.0.1.0x0",
    "127.0.0.1..",
    "..127.0.0.1",
  ],
  ...[
    "2852039166",
    "025177524776",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "0xa9.0xfe.0xa9.0xfe",
    "169.254.43518",
  ],
  ...["169.16689662", "10.1", "0xc0a80101"],
  // IPv4 in IPv6, zones, brackets
  ...[
    "[::ffff:127.0.0.1]",
    "[::FFFF:7F00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::127.0.0.1]",
    "[::ffff:10.0.0.1]",
  ],
  ...["[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[::169.254.169.254]", "[::1%lo]", "[::1%25lo]"],
  ...[
    "[fe80::1%eth0]",
    "[fe80::1%25eth0]",
    "[fd00:ec2::254%25eth0]",
    "[::1].",
    "[[::1]]",
    "[127.0.0.1]",
    "::1",
  ],
  // look-alikes: full width, circled, other dots, invisible, long s
  ...["１２７．０．０．１", "１２７。０。０。１", "127。0。0。1", "127｡0｡0｡1", "①②⑦.0.0.1", "ⓛocalhost"],
  ...[
    "ｌocalhost",
    "localhoſt",
    "loc\u00adalhost",
    "loca\u200blhost",
    "１６９．２５４．１６９．２５４",
    "𝟏𝟐𝟕.0.0.1",
  ],
  // what ends a host for one reader and not for another
  ...["127.0.0.1%00.acme.test", "127.0.0.1%2eacme.test", "127.0.0.1%23.acme.test", "%31%32%37.0.0.1"],
  ...["127.0.0.1\u0000.acme.test", "127.0.0.1\t", "127.0.0.1\r\n.acme.test", "127.0.0.1 .acme.test"],
  ...[
    "127.0.0.1;.acme.test",
    "127.0.0.1,acme.test",
    "127.0.0.1\\.acme.test",
    "127.0.0.1|acme.test",
    "{127.0.0.1}",
  ],
];
