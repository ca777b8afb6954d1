package org.serment.e2e;

import java.io.IOException;
import java.nio.file.Path;
import org.serment.demo.histories.Histories;

/// The histories that the hospital was loaded with: the demonstration's own file, found again and not made anew.
final class Input {

    private Input() {}

    static Histories of(Hospital hospital) throws IOException, InterruptedException {
        Path directory = hospital.data().resolve("demo");
        return Histories.in(directory, Hospital.PATIENTS, Histories.SEED,
                Program.repository().resolve("demo/target/synthea-lib"), (_, _) -> { });
    }
}
