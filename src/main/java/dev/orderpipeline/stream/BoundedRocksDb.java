package dev.orderpipeline.stream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/// One block cache and one budget of write buffers for all stores of the process: RocksDB's memory
/// does not grow with the number of partitions. Made by Streams, by reflection.
public final class BoundedRocksDb implements RocksDBConfigSetter {

  private static final long CACHE_BYTES = 48L << 20;
  private static final long WRITE_BUFFER_BYTES = 24L << 20;
  private static final double BITS_PER_KEY = 10;

  /// Shared for the life of the process, so never closed.
  private static final class Shared {
    static final Cache CACHE = new LRUCache(CACHE_BYTES);
    static final WriteBufferManager BUFFERS = new WriteBufferManager(WRITE_BUFFER_BYTES, CACHE);
  }

  @Override
  public void setConfig(String store, Options options, Map<String, Object> configs) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(Shared.CACHE);
    table.setCacheIndexAndFilterBlocks(true);
    table.setPinL0FilterAndIndexBlocksInCache(true);
    // Answers "never seen" without a read: the question asked about every new order.
    table.setFilterPolicy(new BloomFilter(BITS_PER_KEY));
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(Shared.BUFFERS);
    options.setWriteBufferSize(4L << 20);
    options.setMaxWriteBufferNumber(2);
  }

  @Override
  public void close(String store, Options options) {
    // The shared parts outlive the store; its filter policy goes with the table's options.
  }
}
