package dev.orderpipeline.simulation.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.protocol.InputRecord;
import dev.orderpipeline.protocol.Origin;
import dev.orderpipeline.simulation.GeneratedRecord;
import dev.orderpipeline.simulation.OrderGenerator;
import dev.orderpipeline.simulation.OrderMix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What producers and operators send, and when.
final class InputSchedule {

  private static final OrderMix MIX = new OrderMix(0.1, 0.15, 0.04, 0.1, 0.06, 0.08);
  private static final List<String> COMMANDS =
      List.of("cancel", "cancel", "cancel", "cancel", "cancel", "redrive", "nonsense");

  private InputSchedule() {}

  /// Draws records of all kinds, and commands that race the orders' calls.
  static void draw(World world, long seed, RandomGenerator random, int horizonMillis) {
    OrderGenerator generator = new OrderGenerator(seed, "o", MIX);
    int records = 1 + random.nextInt(7);
    int rush = 1 + random.nextInt(horizonMillis / 2);
    List<InputRecord> placed = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      GeneratedRecord record = generator.next();
      int at = random.nextInt(rush);
      world.queue().after(at, () -> placed.add(place(world, record.key(), record.value())));
      byte @Nullable [] key = record.key();
      if (key != null && random.nextInt(3) == 0) {
        String command = COMMANDS.get(random.nextInt(COMMANDS.size()));
        int then = Math.max(0, at - 50 + random.nextInt(random.nextBoolean() ? 300 : 20_000));
        world.queue().after(then, () -> command(world, key, command));
      }
    }
    int again = random.nextInt(3);
    for (int i = 0; i < again; i++) {
      int which = random.nextInt(records);
      world
          .queue()
          .after(
              random.nextInt(horizonMillis),
              () -> {
                if (!placed.isEmpty()) {
                  placeAgain(world, placed.get(which % placed.size()));
                }
              });
    }
  }

  /// As an operator does who redrives it: with the original's time.
  private static void placeAgain(World world, InputRecord record) {
    Origin origin =
        new Origin(
            Optional.of(record.timestamp()),
            Optional.of("letter-" + record.position().offset()),
            1,
            Optional.empty());
    world.count("placed again");
    placeAgain(world, record, origin);
  }

  static void placeAgain(World world, InputRecord record, Origin origin) {
    int partition = record.position().partition();
    world
        .placed()
        .append(
            partition, world.clock().instant(), record.key(), record.value(), Optional.of(origin));
    wake(world, partition);
  }

  static InputRecord place(World world, byte @Nullable [] key, byte @Nullable [] value) {
    int partition = partition(world, key);
    InputRecord record = world.placed().append(partition, world.clock().instant(), key, value);
    wake(world, partition);
    return record;
  }

  static void command(World world, byte[] key, String command) {
    byte[] value =
        "{\"command\":\"%s\",\"by\":\"operator\",\"reason\":\"simulated\"}"
            .formatted(command)
            .getBytes(UTF_8);
    command(world, key, value);
  }

  static InputRecord command(World world, byte[] key, byte[] value) {
    int partition = partition(world, key);
    InputRecord record = world.commands().append(partition, world.clock().instant(), key, value);
    wake(world, partition);
    return record;
  }

  /// The partition that a key goes to.
  static int partition(World world, byte @Nullable [] key) {
    return key == null ? 0 : Math.floorMod(Arrays.hashCode(key), world.setup().partitions());
  }

  private static void wake(World world, int partition) {
    @Nullable SimThread owner = world.partitions().get(partition).owner();
    if (owner != null) {
      owner.wake();
    }
  }
}
