package dev.orderpipeline.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TickTest {

  @Test
  void allWhoTickAlikeTickAtTheSameMoments() {
    assertThat(Tick.FAST.after(1_001).toEpochMilli()).isEqualTo(1_004);
    assertThat(Tick.FAST.after(1_003).toEpochMilli()).isEqualTo(1_004);
    assertThat(Tick.SLOW.after(1_001).toEpochMilli()).isEqualTo(1_100);
  }

  @Test
  void theNextTickIsNeverNow() {
    assertThat(Tick.FAST.after(1_004).toEpochMilli()).isEqualTo(1_008);
    assertThat(Tick.SLOW.after(1_100).toEpochMilli()).isEqualTo(1_200);
  }
}
