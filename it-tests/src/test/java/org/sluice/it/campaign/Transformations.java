package org.sluice.it.campaign;

import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationJson;
import org.sluice.it.server.MariaDbServer;
import org.sluice.persistence.Database;
import org.sluice.persistence.DatabaseSettings;

/** Creates a campaign's transformations in the registry. */
final class Transformations {
    private Transformations() {}

    static void create(MariaDbServer server, String databaseName, Campaign campaign) {
        Author author = new Author("it", "", "it");
        try (Database database = Database.open(
                DatabaseSettings.mariaDb("127.0.0.1", server.port(), databaseName, server.user(), server::password))) {
            campaign.transformations()
                    .forEach(json -> database.transformationRegistry().create(TransformationJson.read(json), author));
        }
    }
}
