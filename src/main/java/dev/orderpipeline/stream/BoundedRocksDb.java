package dev.orderpipeline.stream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/// One block cache for all stores of the process, small write buffers, and one budget for them: the
/// memory of RocksDB grows with the number of partitions, but only to that.
///
/// A budget that is spent has whatever store is written to next flush what it holds, however little
/// that is. So it must be far above what a store takes before it holds anything: a block for its
/// orders, and 128 KiB for the offsets that Streams keeps in each segment. 48 partitions of three
/// segments are 21 MiB.
///
/// Made by Streams, by reflection.
public final class BoundedRocksDb implements RocksDBConfigSetter {

  private static final long CACHE_BYTES = 48L << 20;
  private static final long ALL_BUFFERS_BYTES = 96L << 20;
  private static final long BUFFER_BYTES = 2L << 20;
  private static final long BLOCK_OF_BUFFER_BYTES = 64L << 10;
  private static final double BITS_PER_KEY = 10;

  /// Shared for the life of the process, so never closed.
  private static final class Shared {
    static final Cache CACHE = new LRUCache(CACHE_BYTES);
    // What is written is accounted for beside the cache, not in it: it would leave it no room.
    static final WriteBufferManager BUFFERS =
        new WriteBufferManager(ALL_BUFFERS_BYTES, new LRUCache(ALL_BUFFERS_BYTES));
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
    options.setWriteBufferSize(BUFFER_BYTES);
    options.setArenaBlockSize(BLOCK_OF_BUFFER_BYTES);
    options.setMaxWriteBufferNumber(2);
  }

  @Override
  public void close(String store, Options options) {
    // The shared parts outlive the store; its filter policy goes with the table's options.
  }
}
