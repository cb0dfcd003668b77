package dev.orderpipeline.simulation.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.domain.Step;
import dev.orderpipeline.gateways.GatewayRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One run that is written down instead of drawn: which orders there are, what becomes of which
/// call, and what strikes the thread at which point. Where nothing is written, nothing goes wrong.
final class Script implements Plan {

  /// After this many milliseconds nothing goes wrong any more.
  private static final int CALM_AT = 200_000;

  /// An order and its life if nothing but its own call fates goes wrong.
  enum Life {
    /// Charged, reserved, completed.
    COMPLETED("pm_1", "SKU-1", false),
    /// Declined; nothing to undo.
    DECLINED("pm_declined_1", "SKU-1", false),
    /// Charged, out of stock, refunded.
    REFUNDED("pm_1", "SKU-OUT-1", false),
    /// Charged, reserved without an answer, cancelled, released, refunded.
    RELEASED("pm_1", "SKU-1", true);

    private final String method;
    private final String sku;
    private final boolean cancelled;

    Life(String method, String sku, boolean cancelled) {
      this.method = method;
      this.sku = sku;
      this.cancelled = cancelled;
    }
  }

  /// What becomes of a call.
  @FunctionalInterface
  interface Fates {
    /// Null leaves it to the order's life.
    @Nullable CallFate of(Step step, boolean query, int nth);
  }

  private final String name;
  private final Setup setup;
  private final List<Life> lives;
  private final RandomGenerator arbitrary;
  private Fates fates = (_, _, _) -> null;
  private Strike strike = Strike.NONE;
  private long strikeAt = -1;
  private Optional<Point> strikePoint = Optional.empty();
  private Optional<Point> repeatedPoint = Optional.empty();
  private int repeatEvery = 1;
  private int repeats;
  private int jumpAt;
  private int loseAt = -1;
  private Duration jump = Duration.ZERO;
  private Optional<CommitFate> commitFate = Optional.empty();
  private long commitAt = -1;
  private long points;
  private long commits;

  Script(String name, Setup setup, long arbitrary, Life... lives) {
    this.name = name;
    this.setup = setup;
    this.lives = List.of(lives);
    this.arbitrary = new SplittableRandom(arbitrary);
  }

  Script fates(Fates written) {
    fates = written;
    return this;
  }

  /// Strikes at one point, counted from 0.
  Script strike(Strike what, long at) {
    strike = what;
    strikeAt = at;
    return this;
  }

  /// Strikes whenever it comes to a point of this kind for the first time.
  Script strike(Strike what, Point at) {
    strike = what;
    strikePoint = Optional.of(at);
    return this;
  }

  /// Strikes every so many times that it comes to a point of this kind.
  Script strikeEvery(int times, Strike what, Point at) {
    strike = what;
    repeatedPoint = Optional.of(at);
    repeatEvery = times;
    return this;
  }

  /// The wall clock jumps ahead.
  Script jump(int atMillis, Duration ahead) {
    jumpAt = atMillis;
    jump = ahead;
    return this;
  }

  /// The memory is lost, and brought back.
  Script loseMemory(int atMillis) {
    loseAt = atMillis;
    return this;
  }

  /// Gives one commit a fate, counted from 0.
  Script commit(CommitFate what, long at) {
    commitFate = Optional.of(what);
    commitAt = at;
    return this;
  }

  /// How many points the run came to.
  long points() {
    return points;
  }

  long commits() {
    return commits;
  }

  SimulationReport run(boolean traced) {
    World world = new World(setup, this, Pieces.PRODUCTION, traced);
    for (int i = 0; i < lives.size(); i++) {
      Life life = lives.get(i);
      byte[] key = ("o-" + i).getBytes(UTF_8);
      byte[] value = document("o-" + i, life).getBytes(UTF_8);
      world.queue().after(10L * i, () -> InputSchedule.place(world, key, value));
      if (life.cancelled) {
        world.queue().after(3_000, () -> InputSchedule.command(world, key, "cancel"));
      }
    }
    return new Simulation(name, world).run();
  }

  private static String document(String id, Life life) {
    return """
    {"orderId":"%s","customerId":"c-1","amount":{"value":4990,"currency":"EUR"},\
    "items":[{"sku":"%s","quantity":2}],"paymentMethodId":"%s"}\
    """
        .formatted(id, life.sku, life.method);
  }

  @Override
  public int choose(int bound) {
    return arbitrary.nextInt(bound);
  }

  @Override
  public CallFate fate(GatewayRequest request, int nth) {
    @Nullable CallFate written = fates.of(request.step(), request.method().equals("GET"), nth);
    if (written != null) {
      return written;
    }
    boolean unanswered = lives.contains(Life.RELEASED) && request.step() == Step.RESERVE;
    return unanswered ? CallFate.ANSWER_LOST : CallFate.ANSWERED;
  }

  @Override
  public Strike strike(Point point) {
    if (repeatedPoint.filter(point::equals).isPresent()) {
      return ++repeats % repeatEvery == 0 ? strike : Strike.NONE;
    }
    boolean here = points++ == strikeAt || strikePoint.filter(point::equals).isPresent();
    if (here) {
      strikePoint = Optional.empty();
    }
    return here ? strike : Strike.NONE;
  }

  @Override
  public CommitFate commit() {
    return commits++ == commitAt ? commitFate.orElseThrow() : CommitFate.COMMITTED;
  }

  @Override
  public void disturb(World world) {
    if (jump.isPositive()) {
      world.queue().after(jumpAt, () -> Disasters.jump(world, jump));
    }
    if (loseAt >= 0) {
      world.queue().after(loseAt, world.memoryLoss()::strike);
    }
    world.queue().after(CALM_AT, world::calmDown);
  }
}
