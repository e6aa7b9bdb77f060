export type ServerSettings = Readonly<Record<string, string>>;

/** Settings of a server on a laptop: small, local only, planning for solid-state disks. `others` take the place of them. */
export const settings = ({ port, durable }: { port: number; durable: boolean }, others: ServerSettings): string[] =>
  Object.entries({
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '192MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    jit: 'off',
    // Tests care for speed and not for a power cut, nor for who would guess a password: they open connections by the thousand.
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', scram_iterations: '1' }),
    ...others,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
