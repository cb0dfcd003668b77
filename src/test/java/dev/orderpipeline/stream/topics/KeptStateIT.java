package dev.orderpipeline.stream.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.simulation.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptStateIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int ROUNDS = 5;
  private static final int THREADS = 8;
  private static final TopicNames TOPICS = new TopicNames("kept.");

  @Test
  void theThreadsOfOneInstanceDoNotPutEachOtherOut(@TempDir Path dir) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(dir)) {
      Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (TopicAdmin admin = new TopicAdmin(client, LIMIT)) {
        assertThat(admin.create(new TopicPlan(TOPICS, 3, OptionalInt.empty()))).isEmpty();
      }
      for (int round = 0; round < ROUNDS; round++) {
        var internal = new InternalTopics("kept-" + round);
        make(client, internal);
        try (var state = new KeptState(client, internal, TOPICS, InstantSource.system(), LIMIT)) {
          checkAtOnce(state);
          assertThat(state.look()).isInstanceOf(KeptState.Verdict.Whole.class);
        }
      }
    }
  }

  private static void make(Map<String, Object> client, InternalTopics internal) throws Exception {
    try (Admin admin = Admin.create(client)) {
      admin
          .createTopics(
              internal.all().stream().map(name -> new NewTopic(name, 3, (short) 1)).toList())
          .all()
          .get();
    }
  }

  private static void checkAtOnce(KeptState state) throws Exception {
    var together = new CyclicBarrier(THREADS);
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> checks = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        checks.add(
            threads.submit(() -> {
              together.await();
              state.check("instance");
              return null;
            }));
      }
      for (Future<?> checked : checks) {
        checked.get();
      }
    }
  }
}
