"""Why a login or an API call does not work: everything that is known, judged and put in order."""
