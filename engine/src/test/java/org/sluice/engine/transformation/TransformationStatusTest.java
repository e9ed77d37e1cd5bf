package org.sluice.engine.transformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.engine.transformation.TransformationStatus.ACTIVE;
import static org.sluice.engine.transformation.TransformationStatus.CLEANED;
import static org.sluice.engine.transformation.TransformationStatus.CLEANING;
import static org.sluice.engine.transformation.TransformationStatus.COMPLETED;
import static org.sluice.engine.transformation.TransformationStatus.DELETED;
import static org.sluice.engine.transformation.TransformationStatus.FLUSH;
import static org.sluice.engine.transformation.TransformationStatus.NEW;
import static org.sluice.engine.transformation.TransformationStatus.STOPPED;
import static org.sluice.engine.transformation.TransformationStatus.TRANSFORMATION_CLEANED;

import org.junit.jupiter.api.Test;

class TransformationStatusTest {

    @Test
    void statusThatTakesFilesMayBecomeAnyOther() {
        assertThat(TransformationStatus.values()).allMatch(ACTIVE::mayBecome).allMatch(STOPPED::mayBecome);
    }

    @Test
    void finishedTransformationMayBeOpenedAgain() {
        assertThat(COMPLETED.mayBecome(ACTIVE)).isTrue();
        assertThat(COMPLETED.mayBecome(FLUSH)).isTrue();
    }

    @Test
    void transformationWhoseDataAreRemovedTakesNoFilesAgain() {
        assertThat(CLEANING.mayBecome(ACTIVE)).isFalse();
        assertThat(CLEANED.mayBecome(NEW)).isFalse();
        assertThat(CLEANED.mayBecome(CLEANING)).isFalse();
        assertThat(DELETED.mayBecome(CLEANED)).isFalse();
        assertThat(CLEANING.mayBecome(TRANSFORMATION_CLEANED)).isTrue();
        assertThat(CLEANED.mayBecome(DELETED)).isTrue();
    }

    @Test
    void archivedTransformationHasNoFilesToGoOnWith() {
        assertThat(TransformationStatus.ARCHIVED.permitted())
                .containsExactly(CLEANING, CLEANED, TRANSFORMATION_CLEANED, DELETED);
    }

    @Test
    void aRefusalSaysWhatIsAllowed() {
        assertThat(TransformationStatus.refusal("Cleaned", "Active").orElseThrow())
                .contains("is Cleaned", "cannot become Active", "may become TransformationCleaned, Deleted");
        assertThat(TransformationStatus.refusal("Deleted", "Active").orElseThrow())
                .contains("no other status");
        assertThat(TransformationStatus.refusal("Cleaned", "Cleaned")).isEmpty();
        assertThat(TransformationStatus.refusal("Completed", "Active")).isEmpty();
    }

    @Test
    void aStatusThatIsNotKnownCanBeLeft() {
        assertThat(TransformationStatus.refusal("ValidatedByHand", "Active")).isEmpty();
        assertThat(TransformationStatus.refusal("Cleaned", "ValidatedByHand")).isPresent();
    }
}
