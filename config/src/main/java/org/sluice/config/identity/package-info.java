/**
 * Who somebody is: the distinguished names of certificates in their several spellings, and the users, hosts and groups
 * that the configuration knows.
 */
@NullMarked
package org.sluice.config.identity;

import org.jspecify.annotations.NullMarked;
