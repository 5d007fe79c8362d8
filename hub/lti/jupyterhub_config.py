"""Login from Moodle or Canvas: at the end of a jupyterhub_config.py that has the course,

    load_subconfig("/opt/course/hub/lti/jupyterhub_config.py")

See "Moodle and Canvas" in hub/README.md for what the platform says. The hub's environment needs
`jupyterhub-ltiauthenticator` (with this course's own: the extra "lti").
"""

import sys

sys.path.insert(0, "/opt/course")
from graders.lti.login import use_login

c = get_config()  # noqa: F821  (JupyterHub provides it)

COURSE = "mathematics-of-deep-learning"
PLATFORM = "https://MOODLE.EXAMPLE.ORG"

# Moodle's addresses; Canvas' are in hub/README.md.
c.LTI13Authenticator.issuer = PLATFORM
c.LTI13Authenticator.client_id = {"CLIENT-ID"}
c.LTI13Authenticator.authorize_url = f"{PLATFORM}/mod/lti/auth.php"
c.LTI13Authenticator.jwks_endpoint = f"{PLATFORM}/mod/lti/certs.php"
# Behind a web server that ends TLS, the hub would take itself for http.
c.LTI13Authenticator.uri_scheme = "https"

c.CourseLogin.deployment_id = "DEPLOYMENT-ID"
# From this course on the platform alone; the log names it when an instructor logs in. Set it.
c.CourseLogin.context_id = ""
# What a student is called: "sub" is "lti-" and the platform's own id; "sis" the id of the
# university's records, for accounts that have these names. The same as c.LTI.names in the course.
c.CourseLogin.names = "sub"
c.CourseLogin.people = "/var/lib/jupyterhub/lti_people.sqlite"
# Accounts are made at the first login.
c.LocalAuthenticator.create_system_users = True

# Instructors are those of `add_course`, by the names that they have here: `graders lti roster`
# lists them. Nobody logs in by a password any more.
use_login(c, COURSE, accounts=True)
