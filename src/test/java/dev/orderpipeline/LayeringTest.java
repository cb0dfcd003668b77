package dev.orderpipeline;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/// Who may know whom.
@AnalyzeClasses(
    packages = "dev.orderpipeline",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {

  @ArchTest
  static final ArchRule DOMAIN_SEES_ONLY_THE_JDK =
      classes()
          .that()
          .resideInAPackage("..domain..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "..orderpipeline.domain..", "org.jspecify..");

  @ArchTest
  static final ArchRule ONLY_STREAM_AND_SIMULATION_SEE_KAFKA =
      noClasses()
          .that()
          .resideOutsideOfPackages("..orderpipeline.stream..", "..orderpipeline.simulation..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "kafka..");

  @ArchTest
  static final ArchRule ONLY_GATEWAYS_SEE_THE_BREAKER_LIBRARY =
      noClasses()
          .that()
          .resideOutsideOfPackage("..orderpipeline.gateways..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.resilience4j..");

  @ArchTest
  static final ArchRule ONLY_TELEMETRY_AND_STREAM_SEE_THE_METRICS_LIBRARY =
      noClasses()
          .that()
          .resideOutsideOfPackages("..orderpipeline.telemetry..", "..orderpipeline.stream..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");

  @ArchTest
  static final ArchRule THE_PROTOCOL_KNOWS_NO_HTTP =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..orderpipeline.protocol..", "..orderpipeline.steps..", "..orderpipeline.stream..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx..");

  @ArchTest
  static final ArchRule THE_SERVICE_DOES_NOT_NEED_THE_SIMULATION =
      noClasses()
          .that()
          .resideOutsideOfPackages("..orderpipeline.simulation..", "..orderpipeline.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..orderpipeline.simulation..");

  @ArchTest
  static final ArchRule TIME_AND_CHANCE_ARE_PASSED_IN =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..orderpipeline.domain..", "..orderpipeline.steps..", "..orderpipeline.protocol..")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.util.Random.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", java.time.Duration.class)
          .orShould()
          .callMethod(java.time.Clock.class, "systemUTC")
          .orShould()
          .callMethod(java.util.UUID.class, "randomUUID");

  @ArchTest
  static final ArchRule ONLY_THE_EDGES_SEE_VERTX =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.orderpipeline",
              "..orderpipeline.gateways..",
              "..orderpipeline.http..",
              "..orderpipeline.simulation..",
              "..orderpipeline.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx..");

  @ArchTest
  static final ArchRule THE_PIPELINE_KNOWS_NOTHING_OF_THOSE_WHO_RUN_IT =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..orderpipeline.domain..",
              "..orderpipeline.codec..",
              "..orderpipeline.steps..",
              "..orderpipeline.gateways..",
              "..orderpipeline.protocol..",
              "..orderpipeline.stream..",
              "..orderpipeline.config..",
              "..orderpipeline.telemetry..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..orderpipeline.operations..", "..orderpipeline.cli..");

  @ArchTest
  static final ArchRule ONLY_COMMANDS_END_THE_PROCESS =
      noClasses()
          .that()
          .resideOutsideOfPackages("..orderpipeline.cli..")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  /// A context that is attached to a thread has to be taken off it; none is, so that no order can
  /// go on in the trace of another.
  @ArchTest
  static final ArchRule NO_TRACE_STAYS_ON_A_THREAD =
      noClasses().should().callMethodWhere(target(name("makeCurrent")));

  @ArchTest
  static final ArchRule NO_CYCLES =
      SlicesRuleDefinition.slices().matching("dev.orderpipeline.(*)..").should().beFreeOfCycles();
}
