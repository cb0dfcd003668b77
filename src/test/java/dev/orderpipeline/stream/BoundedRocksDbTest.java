package dev.orderpipeline.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class BoundedRocksDbTest {

  /// A process with 48 partitions opens so many: three segments of each.
  private static final int STORES = 48 * 3;

  private static final int ROUNDS = 50;

  /// Of the write buffer that Streams gives a store for its offsets, beside the store's own.
  private static final long OFFSETS_BYTES = 1L << 20;

  @TempDir private Path dir;

  /// A budget that is spent on nearly empty buffers has every put flush one: a tenth of the orders
  /// a second, with 48 partitions.
  @Test
  void littleInManyStoresIsNotWrittenToDiskAtEveryPut() throws RocksDBException {
    List<AutoCloseable> open = new ArrayList<>();
    try {
      List<RocksDB> stores = new ArrayList<>();
      List<ColumnFamilyHandle> offsets = new ArrayList<>();
      for (int i = 0; i < STORES; i++) {
        Options options = new Options().setCreateIfMissing(true);
        options.setTableFormatConfig(new BlockBasedTableConfig());
        new BoundedRocksDb().setConfig("store", options, Map.of());
        open.add(options);
        RocksDB store = RocksDB.open(options, dir.resolve("store-" + i).toString());
        open.add(store);
        stores.add(store);
        ColumnFamilyOptions small = new ColumnFamilyOptions().setWriteBufferSize(OFFSETS_BYTES);
        open.add(small);
        ColumnFamilyHandle family =
            store.createColumnFamily(new ColumnFamilyDescriptor("offsets".getBytes(UTF_8), small));
        open.add(family);
        offsets.add(family);
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < STORES; i++) {
          stores.get(i).put(("o-" + round).getBytes(UTF_8), new byte[1_000]);
          stores.get(i).put(offsets.get(i), new byte[100], new byte[8]);
        }
      }
      int files = stores.stream().mapToInt(store -> store.getLiveFilesMetaData().size()).sum();
      assertThat(files).isZero();
    } finally {
      open.reversed().forEach(BoundedRocksDbTest::close);
    }
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
